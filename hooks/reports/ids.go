package reports

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// numberedID is an id and its number.
type numberedID struct {
	ID string `db:"id"`
	N  uint32 `db:"n"`
}

// readNumbered returns those of a breakdown whose column, id or n, is in a list.
func readNumbered(app core.App, b breakdown, column string, list any) (found []numberedID, err error) {
	values, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	err = app.DB().NewQuery("SELECT id, n FROM otklik_report_ids WHERE breakdown = {:breakdown} AND " + column + " IN (SELECT value FROM json_each({:values}))").
		Bind(dbx.Params{"breakdown": b.Column, "values": string(values)}).All(&found)
	return found, err
}

// numbersOf returns the numbers that ids have in a breakdown in the stored facts. An id
// that is in none yet has no number.
func numbersOf(app core.App, b breakdown, ids []string) (map[string]uint32, error) {
	found, err := readNumbered(app, b, "id", ids)
	numbers := make(map[string]uint32, len(found))
	for _, f := range found {
		numbers[f.ID] = f.N
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
	found, err := readNumbered(app, b, "n", numbers)
	ids := make(map[uint32]string, len(found))
	for _, f := range found {
		ids[f.N] = f.ID
	}
	return ids, err
}
