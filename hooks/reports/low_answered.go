package reports

import (
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/clock"
	"otklik/hooks/records"
)

// keepAnswered makes answered_at and answered_by read-only for clients of the API,
// and clears both when the rating changes.
func keepAnswered(e *core.RecordEvent) error {
	a := e.Record
	stored := a.Original() // empty for a new one
	changed := a.GetInt("rating") != stored.GetInt("rating")
	for _, name := range []string{"answered_at", "answered_by"} {
		a.SetRaw(name, stored.GetRaw(name))
		if a.IsNew() || changed {
			a.Set(name, "")
		}
	}
	return e.Next()
}

// answerLow answers POST /api/desk/low/{assessment}/answered: the client has been
// called, or the rating needs no answer.
func answerLow(e *core.RequestEvent) error {
	id := e.Request.PathValue("assessment")
	changed, err := markAnswered(e.App, actor.Of(e.Auth).ID, dbx.HashExp{"id": id})
	if err != nil {
		return err
	}
	if changed == 0 {
		if _, err := e.App.FindFirstRecordByFilter("assessments", "id = {:id} && answered_at != ''", dbx.Params{"id": id}); err != nil {
			return e.NotFoundError("", err)
		}
	}
	return e.NoContent(http.StatusNoContent)
}

// undoAnswerLow answers DELETE /api/desk/low/{assessment}/answered: the rating
// awaits an answer again. It is idempotent.
func undoAnswerLow(e *core.RequestEvent) error {
	done, err := e.App.DB().Update("assessments", dbx.Params{"answered_at": "", "answered_by": ""},
		dbx.And(dbx.HashExp{"id": e.Request.PathValue("assessment")}, dbx.NewExp(lowRated))).Execute()
	if err != nil {
		return err
	}
	if found, err := done.RowsAffected(); err != nil || found == 0 {
		return e.NotFoundError("", err)
	}
	return e.NoContent(http.StatusNoContent)
}

// markAnswered marks the matching unanswered low ratings and returns their number.
// It bypasses the hooks, because the client's rating itself does not change.
func markAnswered(app core.App, by string, which dbx.Expression) (int64, error) {
	done, err := app.DB().Update("assessments", dbx.Params{"answered_at": records.StoredTime(clock.Now(app)), "answered_by": by},
		dbx.And(which, dbx.NewExp(lowRated+" AND answered_at = ''"))).Execute()
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}
