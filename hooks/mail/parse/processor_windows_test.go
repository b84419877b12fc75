package parse

import (
	"syscall"
	"time"
)

// processorTick is the step of [processorTime]: Windows counts whole ticks of its clock,
// 64 a second.
const processorTick = time.Second / 64

// processorTime returns the time that the processor has spent on this program.
func processorTime() time.Duration {
	process, err := syscall.GetCurrentProcess()
	if err != nil {
		panic(err)
	}
	var created, exited, kernel, user syscall.Filetime
	if err := syscall.GetProcessTimes(process, &created, &exited, &kernel, &user); err != nil {
		panic(err)
	}
	ticks := func(t syscall.Filetime) int64 { return int64(t.HighDateTime)<<32 | int64(t.LowDateTime) } // of 100 ns
	return time.Duration((ticks(kernel) + ticks(user)) * 100)
}
