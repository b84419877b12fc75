package desk

import "slices"

// The values of tasks.priority.
const (
	PriorityLow    = "low"
	PriorityNormal = "normal"
	PriorityHigh   = "high"
)

// Priorities are all of them, the least urgent first.
var Priorities = []string{PriorityLow, PriorityNormal, PriorityHigh}

// MostUrgentFirst are the priorities in the order in which work is done.
func MostUrgentFirst() []string {
	order := slices.Clone(Priorities)
	slices.Reverse(order)
	return order
}
