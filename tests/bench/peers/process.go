package peers

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// stopPatience is how long a server may take to stop before it is killed.
const stopPatience = 15 * time.Second

// process is a running command and all that it starts.
type process struct {
	cmd    *exec.Cmd
	ended  chan struct{} // closed when the command has ended
	output bytes.Buffer  // read it after the end only
}

// launch starts a command in a process group of its own: it hears of no Ctrl+C but
// ours, and does not outlive us.
func launch(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, ended: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = &p.output, &p.output
	bindToUs(cmd)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// stop asks the process to end, and ends it if it does not.
func (p *process) stop() {
	if err := p.cmd.Process.Signal(os.Interrupt); err == nil || errors.Is(err, os.ErrProcessDone) {
		select {
		case <-p.ended:
		case <-time.After(stopPatience):
		}
	}
	killGroup(p.cmd)
	<-p.ended
}

// failure tells why the process has ended.
func (p *process) failure() error {
	said := bytes.TrimSpace(p.output.Bytes())
	return fmt.Errorf("%s ended: %s", p.cmd.Path, cmp.Or(string(said[max(0, len(said)-2000):]), p.cmd.ProcessState.String()))
}

// execute runs a command to its end and returns what it prints.
func execute(cmd *exec.Cmd) ([]byte, error) {
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", cmd.Path, err, failed.Bytes())
	}
	return out, nil
}
