//go:build !windows

package parse

import (
	"syscall"
	"time"
)

// processorTick is the step of [processorTime].
const processorTick = time.Microsecond

// processorTime returns the time that the processor has spent on this program.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
