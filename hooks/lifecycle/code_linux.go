package lifecycle

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// releaseCode gives back the parts of the program's file that are in memory: the start
// runs through nearly all of it, 25 MB, to set up what serving rarely needs. The system
// keeps the file cached, and what is used again is mapped again without reading it.
// Parts that differ from the file stay.
func releaseCode() error {
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return err
	}
	maps, err := os.Open("/proc/self/smaps")
	if err != nil {
		return err
	}
	defer maps.Close()
	var failed error
	var m mapping
	lines := bufio.NewScanner(maps)
	for lines.Scan() {
		if next, begins := parseMapping(lines.Text()); begins {
			m = next
		} else if m.file == program && m.readOnly && strings.Join(strings.Fields(lines.Text()), " ") == "Anonymous: 0 kB" {
			if _, _, code := syscall.Syscall(syscall.SYS_MADVISE, m.from, m.to-m.from, syscall.MADV_DONTNEED); code != 0 {
				failed = code
			}
		}
	}
	return errors.Join(failed, lines.Err())
}

// mapping is an entry of /proc/self/smaps.
type mapping struct {
	from, to uintptr
	readOnly bool // private, and not writable
	file     string
}

// parseMapping parses the first line of an entry, such as
// "00400000-0134f000 r-xp 00000000 fe:00 9989194    /usr/local/bin/otklik".
func parseMapping(line string) (m mapping, ok bool) {
	var modes, offset, device, inode string
	n, _ := fmt.Sscanf(line, "%x-%x %s %s %s %s", &m.from, &m.to, &modes, &offset, &device, &inode)
	if n < 6 {
		return mapping{}, false
	}
	m.readOnly = modes == "r--p" || modes == "r-xp"
	if at := strings.IndexByte(line, '/'); at > 0 {
		m.file = line[at:]
	}
	return m, true
}
