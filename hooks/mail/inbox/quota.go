package inbox

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
)

// exceedsQuota reports whether the mail is more than its client may add now.
func (in *incoming) exceedsQuota(tx core.App, person *core.Record) (bool, error) {
	bytes := in.quotaBytes(person)
	if bytes == 0 {
		return false, nil
	}
	fits, err := desk.UploadFits(tx, person.Id, bytes)
	return !fits, err
}

// countUpload counts an accepted mail with what the client uploads on the page. What a
// manager accepts is the manager's doing, and does not count.
func (in *incoming) countUpload(tx core.App, person *core.Record) error {
	bytes := in.quotaBytes(person)
	if bytes == 0 {
		return nil
	}
	return desk.CountUpload(tx, person.Id, bytes)
}

// quotaBytes returns how much of a mail counts: nothing of those of staff; of a
// client's the files, as on the page, and what an unusually long text adds to them,
// for the raw mail is kept as well. Base64 makes less than 3 bytes of 2.
func (in *incoming) quotaBytes(person *core.Record) int64 {
	if person.GetString("role") != actor.RoleClient {
		return 0
	}
	files := 0
	for _, f := range slices.Concat(in.Files, in.LeftOut) {
		files += len(f.Data)
	}
	return int64(files + max(0, len(in.Raw)-files*3/2-storedRunes))
}
