package records

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
)

// Writers work in the order in which they came, also after one that failed or
// panicked, and the next one begins when the turn is passed on, not later.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		queue := make(turns, 1)
		var order []int
		first, commit := make(chan struct{}), make(chan struct{})
		go func() {
			_ = queue.take(func(pass func()) error {
				<-first
				pass()
				<-commit
				order = append(order, 100)
				return nil
			})
		}()
		synctest.Wait()
		for i := range 50 {
			go func() {
				defer func() { _ = recover() }()
				_ = queue.take(func(func()) error {
					order = append(order, i)
					if i == 7 {
						panic("a fault")
					}
					return errors.New("refused")
				})
			}()
			synctest.Wait() // it stands in line
		}
		close(first)
		synctest.Wait()
		close(commit)
		synctest.Wait()
		want := make([]int, 0, 51)
		for i := range 50 {
			want = append(want, i)
		}
		if want = append(want, 100); !slices.Equal(order, want) {
			t.Errorf("got %v", order)
		}
	})
}
