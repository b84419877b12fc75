package desk

import "slices"

// The values of tasks.priority.
const (
	PriorityLow    = "low"
	PriorityNormal = "normal"
	PriorityHigh   = "high"
)

// Priorities lists all priorities, the least urgent first.
var Priorities = []string{PriorityLow, PriorityNormal, PriorityHigh}

// MostUrgentFirst returns the priorities, the most urgent first.
func MostUrgentFirst() []string {
	order := slices.Clone(Priorities)
	slices.Reverse(order)
	return order
}
