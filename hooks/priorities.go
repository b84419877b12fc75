package hooks

import "slices"

// The values of tasks.priority.
const (
	priorityLow    = "low"
	priorityNormal = "normal"
	priorityHigh   = "high"
)

// priorities are all of them, the least urgent first.
var priorities = []string{priorityLow, priorityNormal, priorityHigh}

// mostUrgentFirst are the priorities in the order in which work is done.
func mostUrgentFirst() []string {
	order := slices.Clone(priorities)
	slices.Reverse(order)
	return order
}
