package records

import (
	"sync"

	"github.com/pocketbase/pocketbase/core"
)

// turns lets one caller after another write, in the order in which they came: a
// channel wakes who has waited longest.
type turns chan struct{}

// turnsKey is where an application keeps its turns.
const turnsKey = "otklik_turns"

// take runs write in turn. The turn ends when write passes it on or returns.
func (t turns) take(write func(pass func()) error) error {
	t <- struct{}{}
	pass := sync.OnceFunc(func() { <-t })
	defer pass()
	return write(pass)
}

// InTurn runs a transaction when those that came earlier have done their work. There
// is one connection for writing, and database/sql hands it to any of those who wait:
// of 64 at once the unlucky would wait six times as long as the others. The turn
// passes on before the commit, so that the next one stands at the connection when it
// becomes free.
func InTurn(app core.App, work func(tx core.App) error) error {
	if app.IsTransactional() {
		return app.RunInTransaction(work)
	}
	t := app.Store().GetOrSet(turnsKey, func() any { return make(turns, 1) }).(turns)
	return t.take(func(pass func()) error {
		return app.RunInTransaction(func(tx core.App) error {
			defer pass()
			return work(tx)
		})
	})
}
