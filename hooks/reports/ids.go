package reports

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// numbersOf returns the numbers that ids have in a breakdown in the stored facts. An id
// that is in none yet has no number.
func numbersOf(app core.App, b breakdown, ids []string) (map[string]uint32, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID string `db:"id"`
		N  uint32 `db:"n"`
	}
	err = app.DB().NewQuery("SELECT id, n FROM otklik_report_ids WHERE breakdown = {:breakdown} AND id IN (SELECT value FROM json_each({:ids}))").
		Bind(dbx.Params{"breakdown": b.Column, "ids": string(list)}).All(&rows)
	numbers := make(map[string]uint32, len(rows))
	for _, r := range rows {
		numbers[r.ID] = r.N
	}
	return numbers, err
}

// numberIDs gives the ids of the facts of a day their numbers in each breakdown, and
// returns them.
func numberIDs(tx core.App, f *dayFacts) (numbers []map[string]uint32, err error) {
	for i, b := range Breakdowns {
		ids := f.ids[i].ids
		known, err := numbersOf(tx, b, ids)
		if err == nil && len(known) < len(ids) {
			known, err = numberNew(tx, b, ids)
		}
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, known)
	}
	return numbers, nil
}

func numberNew(tx core.App, b breakdown, ids []string) (map[string]uint32, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	_, err = tx.DB().NewQuery(`INSERT INTO otklik_report_ids (breakdown, n, id)
		SELECT {:breakdown}, (SELECT COALESCE(MAX(n), 0) FROM otklik_report_ids WHERE breakdown = {:breakdown}) + row_number() OVER (), value
		FROM json_each({:ids}) WHERE value NOT IN (SELECT id FROM otklik_report_ids WHERE breakdown = {:breakdown})`).
		Bind(dbx.Params{"breakdown": b.Column, "ids": string(list)}).Execute()
	if err != nil {
		return nil, err
	}
	return numbersOf(tx, b, ids)
}

// idsOf returns the ids of numbers in a breakdown.
func idsOf(app core.App, b breakdown, numbers []uint32) (map[uint32]string, error) {
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID string `db:"id"`
		N  uint32 `db:"n"`
	}
	err = app.DB().NewQuery("SELECT id, n FROM otklik_report_ids WHERE breakdown = {:breakdown} AND n IN (SELECT value FROM json_each({:numbers}))").
		Bind(dbx.Params{"breakdown": b.Column, "numbers": string(list)}).All(&rows)
	ids := make(map[uint32]string, len(rows))
	for _, r := range rows {
		ids[r.N] = r.ID
	}
	return ids, err
}
