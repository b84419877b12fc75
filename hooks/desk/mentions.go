package desk

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/text"
)

// mention is «@Анна», «@Анна Смирнова» or «@anna»: not the middle of an e-mail address.
var mention = regexp.MustCompile(`(?:^|[^\p{L}\p{N}._-])@([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*)(?:[ \x{a0}]+(\p{L}+))?`)

// maxMentions is how many colleagues a note can call.
const maxMentions = 20

// mentionedStaff returns the ids of the members of staff whom a text calls: by the nick,
// or by the first name or the surname. Of those of one name the next word tells which is
// meant; if it does not, all are.
func mentionedStaff(app core.App, body string) ([]string, error) {
	calls := mention.FindAllStringSubmatch(body, maxMentions)
	if len(calls) == 0 {
		return nil, nil
	}
	var staff []struct {
		ID       string `db:"id"`
		Username string `db:"username"`
		Name     string `db:"name"`
	}
	err := app.DB().Select("id", "username", "name").From("users").
		Where(dbx.HashExp{"role": []any{actor.RoleConsultant, actor.RoleManager}, "blocked": false}).OrderBy("id").All(&staff)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, call := range calls {
		first, second := text.Fold(call[1]), text.Fold(call[2])
		var named, exactly []string
		for _, who := range staff {
			words := strings.Fields(text.Fold(who.Name))
			switch {
			case first == text.Fold(who.Username):
				exactly = append(exactly, who.ID)
			case !slices.Contains(words, first):
			case slices.Contains(words, second):
				exactly = append(exactly, who.ID)
			default:
				named = append(named, who.ID)
			}
		}
		if len(exactly) == 0 {
			exactly = named
		}
		ids = append(ids, exactly...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}
