package upkeep

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/i18n"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/problem"
	"otklik/hooks/records"
)

// kindWarning is the kind of the mail with warnings to a superuser.
const kindWarning = "warning"

// repeatAfter is how long a warning that is still true is not mailed again.
const repeatAfter = 24 * time.Hour

// mailWarnings mails the warnings that superusers have not had within [repeatAfter].
// One that is over is forgotten: when it comes back, it is new.
func mailWarnings(app core.App, now time.Time) error {
	if !outbox.IsConfigured(app) {
		return nil // they wait until they can be mailed
	}
	codes, err := Warnings(app)
	if err != nil {
		return err
	}
	codes = slices.DeleteFunc(codes, func(code string) bool { return code == backupOff })
	return app.RunInTransaction(func(tx core.App) error {
		_, err := tx.DB().Delete("otklik_warnings", dbx.Not(dbx.In("code", list(codes)...))).Execute()
		if err != nil {
			return err
		}
		var mailed []string
		err = tx.DB().Select("code").From("otklik_warnings").
			Where(dbx.NewExp("mailed > {:then}", dbx.Params{"then": records.DateTime(now.Add(-repeatAfter))})).Column(&mailed)
		if err != nil {
			return err
		}
		due := slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return slices.Contains(mailed, code) })
		if len(due) == 0 {
			return nil
		}
		for _, code := range codes {
			_, err := tx.DB().NewQuery("INSERT INTO otklik_warnings (code, mailed) VALUES ({:code}, {:now}) ON CONFLICT (code) DO UPDATE SET mailed = excluded.mailed").
				Bind(dbx.Params{"code": code, "now": records.DateTime(now)}).Execute()
			if err != nil {
				return err
			}
		}
		return enqueue(tx, codes, now)
	})
}

// enqueue queues the mail with the sentences of all warnings to each superuser.
func enqueue(app core.App, codes []string, now time.Time) error {
	superusers, err := app.FindAllRecords(core.CollectionNameSuperusers, dbx.NewExp("email != {:none}", dbx.Params{"none": core.DefaultInstallerEmail}))
	if err != nil {
		return err
	}
	sentences := make([]string, len(codes))
	for i, code := range codes {
		sentences[i] = "— " + i18n.Text(i18n.Default, problem.KeyPrefix+code)
	}
	firm := i18n.Params{"firm": app.Settings().Meta.AppName, "warnings": strings.Join(sentences, "\n")}
	for _, superuser := range superusers {
		err := outbox.Enqueue(app, outbox.Mail{
			To: superuser.Email(), Kind: kindWarning, At: now,
			Subject: i18n.Format(i18n.Default, "letter.warning_subject", firm),
			Text:    i18n.Format(i18n.Default, "letter.warning", firm),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func list(codes []string) []any {
	values := make([]any, len(codes))
	for i, code := range codes {
		values[i] = code
	}
	return values
}
