// Package hooks turns a PocketBase application into Otklik: what the rules of
// the collections cannot say (values, transitions, numbers, history, sessions)
// is enforced here, for every writer alike.
//
// Importing otklik/pb_migrations for its side effects gives the collections:
//
//	app := pocketbase.New()
//	hooks.Register(app, hooks.Config{})
//	app.Start()
package hooks

import (
	"io"
	"io/fs"

	"github.com/pocketbase/pocketbase/core"
)

// Config says what of Otklik an application wants beside the rules.
type Config struct {
	// Page is the tree of the bundled page with index.html at its root. Nil
	// leaves the page out, for programs that serve one of their own.
	Page fs.FS

	// MailIn takes mail in by SMTP or LMTP while the application serves. The
	// flags of [AddCommands] set the same.
	MailIn *MailIn
}

// Register binds everything Otklik does to app. Call it once, before the
// application is bootstrapped or served.
func Register(app core.App, config Config) {
	registerRows(app)
	registerTexts(app)
	registerUpdates(app)
	registerUsers(app)
	registerSessions(app)
	registerLockouts(app)
	registerProfiles(app)
	registerFacts(app)
	registerRegistration(app)

	registerTasks(app)
	registerTaskRequests(app)
	registerIdempotency(app)
	registerArchive(app)
	registerAssessments(app)
	registerClosing(app)
	registerComments(app)
	registerLastWords(app)
	registerCommentEditing(app)
	registerPassedOn(app)
	registerNotes(app)
	registerPresence(app)
	registerHistory(app)
	registerSite(app)
	registerSchedule(app)
	registerCategories(app)
	registerArranged(app)

	registerNotices(app)
	registerNoticesRead(app)
	registerNoticesLive(app)
	registerOutbox(app, compose)
	registerMail(app)
	registerLetters(app)
	registerMailCheck(app)
	registerLinks(app, config.Page)
	registerInbox(app)
	registerMailIn(app, config.MailIn)
	registerMailbox(app)

	registerGuard(app)
	registerLists(app)
	registerFiles(app)
	registerMessages(app)
	registerQueue(app)
	registerReports(app)
	registerLow(app)
	registerExport(app)
	registerSearchIndex(app)
	registerSearch(app)
	registerBulk(app)
	registerClients(app)
	registerCard(app)
	registerCanned(app)
	registerStaff(app)
	registerLog(app)
	registerUndo(app)
	registerJobs(app)
	registerDashboard(app)
	registerPage(app, config.Page)
}

// SeedTasks makes a data folder with an invented firm of n tasks over three
// years, as `otklik demo --tasks` does, and tells progress how far it has come.
func SeedTasks(folder string, n int, progress io.Writer) error {
	return seedTasks(folder, n, func(app core.App) { Register(app, Config{}) }, progress)
}
