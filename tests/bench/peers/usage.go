package peers

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// clockTicks is how many a second /proc counts; it is 100 on every Linux.
const clockTicks = 100

// processTime returns the time that a process and all its descendants have spent on
// processors. Without Linux' /proc it is 0.
func processTime(pid int) (spent time.Duration) {
	for _, p := range family(pid) {
		fields := statistics(p)
		for _, i := range []int{11, 12, 13, 14} { // utime, stime, and those of ended children
			if i < len(fields) {
				ticks, _ := strconv.ParseInt(fields[i], 10, 64)
				spent += time.Duration(ticks) * time.Second / clockTicks
			}
		}
	}
	return spent
}

// processMemory returns the proportional set size of a process and all its
// descendants, in bytes: what they share is counted once.
func processMemory(pid int) (bytes int64) {
	for _, p := range family(pid) {
		text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p), "smaps_rollup"))
		if err != nil {
			continue // it has ended
		}
		for line := range strings.Lines(string(text)) {
			if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
				kibibytes, _ := strconv.ParseInt(f[1], 10, 64)
				bytes += kibibytes << 10
			}
		}
	}
	return bytes
}

// family returns a process and all its descendants.
func family(root int) []int {
	children := map[int][]int{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if fields := statistics(pid); len(fields) > 1 {
			parent, _ := strconv.Atoi(fields[1])
			children[parent] = append(children[parent], pid)
		}
	}
	all := []int{root}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all
}

// statistics returns the fields of /proc/PID/stat after the name: state, parent, …
func statistics(pid int) []string {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return nil
	}
	return strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
}
