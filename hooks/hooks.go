// Package hooks owns the assembly of Otklik from a PocketBase application: it binds
// the hooks and routes of all packages and adds the commands.
//
// Import otklik/pb_migrations for its side effects to get the collections:
//
//	app := pocketbase.New()
//	hooks.Register(app, hooks.Config{})
//	app.Start()
package hooks

import (
	"io"
	"io/fs"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/backup"
	"otklik/hooks/demo"
	"otklik/hooks/desk"
	"otklik/hooks/export"
	"otklik/hooks/guard"
	"otklik/hooks/lifecycle"
	"otklik/hooks/links"
	"otklik/hooks/mail/health"
	"otklik/hooks/mail/inbox"
	"otklik/hooks/mail/letters"
	"otklik/hooks/mail/mailbox"
	"otklik/hooks/mail/outbox"
	"otklik/hooks/mail/smtpd"
	"otklik/hooks/pictures"
	"otklik/hooks/presence"
	"otklik/hooks/probe"
	"otklik/hooks/problem"
	"otklik/hooks/realtime"
	"otklik/hooks/records"
	"otklik/hooks/reports"
	"otklik/hooks/search"
	"otklik/hooks/sqlite"
	"otklik/hooks/storage"
	"otklik/hooks/upkeep"
	"otklik/hooks/web"
)

// Config enables the optional parts of Otklik.
type Config struct {
	// Page holds the files of the bundled page with index.html at the root. Nil leaves
	// the page out, for programs that serve their own.
	Page fs.FS

	// MailIn receives mail by SMTP or LMTP while the application serves. The flags of
	// the serve command set the same, see [AddCommands].
	MailIn *MailIn
}

// MailIn is the configuration of receiving mail.
type MailIn = smtpd.Config

// Register binds all hooks and routes of Otklik to app. Call it once, before the
// application is bootstrapped or served.
func Register(app core.App, config Config) {
	sqlite.Register(app)
	lifecycle.Register(app)
	storage.Register(app)
	backup.Register(app, func(app core.App) { Register(app, Config{}) })
	records.RegisterApp(app)
	records.RegisterTexts(app)
	records.RegisterPartialUpdates(app)
	records.RegisterTrust(app)
	realtime.Register(app)
	desk.RegisterAddresses(app)
	desk.RegisterUsers(app)
	desk.RegisterSessions(app)
	desk.RegisterLockouts(app)
	desk.RegisterPasswords(app)
	desk.RegisterProfiles(app)
	desk.RegisterFacts(app)
	desk.RegisterClientFields(app)
	desk.RegisterRegistration(app)
	desk.RegisterRegistrationLimit(app)
	desk.RegisterEmailChange(app)

	desk.RegisterTasks(app)
	desk.RegisterTaskRequests(app)
	desk.RegisterIdempotency(app)
	desk.RegisterArchive(app)
	desk.RegisterAssessments(app)
	desk.RegisterClosing(app)
	desk.RegisterComments(app)
	desk.RegisterResponseDue(app)
	desk.RegisterCommentEditing(app)
	desk.RegisterRedactLinks(app)
	desk.RegisterNotes(app)
	desk.RegisterQuotas(app)
	presence.Register(app)
	desk.RegisterHistory(app)
	desk.RegisterSite(app)
	desk.RegisterSchedule(app)
	desk.RegisterCalendar(app)
	desk.RegisterCategories(app)
	desk.RegisterSettingsAudit(app)

	desk.RegisterNotifications(app)
	desk.RegisterNotificationsRead(app)
	desk.RegisterNotificationsLive(app)
	outbox.Register(app, letters.Compose)
	letters.Register(app)
	letters.RegisterTemplates(app)
	health.Register(app)
	upkeep.Register(app)
	links.Register(app)
	inbox.Register(app)
	smtpd.Register(app, config.MailIn)
	mailbox.Register(app)

	guard.Register(app)
	guard.RegisterTokenFaults(app)
	guard.RegisterBodies(app)
	guard.RegisterLists(app)
	guard.RegisterEmptyLists(app)
	guard.RegisterUnknownFields(app)
	guard.RegisterServerFields(app)
	guard.RegisterRouteFields(app)
	pictures.Register(app)
	desk.RegisterFiles(app)
	problem.RegisterMessages(app)
	probe.Register(app, slices.Concat(desk.CollectionNames(), desk.SuperuserCollections))
	desk.RegisterQueue(app)
	reports.Register(app)
	reports.RegisterLowRatings(app)
	export.Register(app)
	search.Register(app)
	desk.RegisterSearch(app)
	desk.RegisterBulk(app)
	desk.RegisterThanks(app)
	desk.RegisterClients(app)
	desk.RegisterCard(app)
	desk.RegisterCanned(app)
	desk.RegisterStaff(app)
	desk.RegisterLog(app)
	desk.RegisterUndo(app)
	desk.RegisterJobs(app)
	web.RegisterHeaders(app)
	web.RegisterCompression(app)
	web.RegisterDashboard(app)
	web.RegisterPage(app, config.Page)
}

// SeedTasks creates a data folder of a generated firm with n tasks over three years,
// as `otklik demo --tasks` does, and writes its progress to progress.
func SeedTasks(folder string, n int, progress io.Writer) error {
	return demo.SeedLarge(folder, n, func(app core.App) { Register(app, Config{}) }, progress)
}
