package desk

import (
	"otklik/hooks/actor"
)

// The kinds of notifications: the values of notifications.kind.
const (
	KindAnswer     = "answer"     // staff commented
	kindQuestion   = "question"   // the task waits for the client's answer
	kindDone       = "done"       // the task is done; asks for a rating
	kindClosing    = "closing"    // the task closes automatically in closingWarning
	KindClosed     = "closed"     // the task is closed
	KindReceived   = "received"   // a mail has become a task
	kindAssigned   = "assigned"   // the task was assigned to the reader
	KindAnswered   = "answered"   // the client or a colleague commented, or a colleague left a note
	kindReopened   = "reopened"   // the task was reopened
	KindRated      = "rated"      // the client assessed the task
	kindDueSoon    = "due_soon"   // the response to the client is due within [dueWarning]
	kindUnassigned = "unassigned" // the task is new and unassigned for UnassignedAfter
	kindOverdue    = "overdue"    // the response to the client is overdue
	KindLowRating  = "low_rating" // the client rated the task LowRating or less
	KindHeld       = "held"       // a held mail waits for a decision
	KindCalendar   = "calendar"   // the next year has no production calendar
)

// The channels by which people are notified.
const (
	channelPage = "page"
	channelMail = "mail"
)

// NotificationChannels lists the channels of notifications.
var NotificationChannels = []string{channelPage, channelMail}

// notificationKind declares the properties of a kind. The role limits who may
// receive it at all; the notifying code chooses the recipients.
type notificationKind struct {
	Name            string
	role            string   // the lowest role that receives it; managers receive what consultants do
	MailOnly        bool     // the page shows no such notification
	Placeholders    []string // the placeholders allowed in its letter template
	Readable        bool     // its letter is part of the thread and has a link that confirms reading
	Ratable         bool     // its letter asks for a rating
	collectsAnswers bool     // its letter includes the answers still waiting to be mailed
	joins           bool     // its letter tells of all that happens while it waits
	holds           bool     // its letter waits for [undoPeriod], whether the change can be undone or not
}

// NotificationKinds lists the kinds in the order of the notification settings.
var NotificationKinds = []notificationKind{
	{Name: KindAnswer, role: actor.RoleClient, joins: true, holds: true, Readable: true, Placeholders: []string{"actor", "number", "title", "organization", "consultant"}},
	{Name: kindQuestion, role: actor.RoleClient, Readable: true, collectsAnswers: true, holds: true, Placeholders: []string{"actor", "number", "title", "organization", "consultant"}},
	{Name: kindDone, role: actor.RoleClient, Ratable: true, collectsAnswers: true, holds: true, Placeholders: []string{"actor", "number", "title", "organization", "consultant", "until"}},
	{Name: kindClosing, role: actor.RoleClient, Ratable: true, Placeholders: []string{"number", "title", "organization", "consultant", "until"}},
	{Name: KindClosed, role: actor.RoleClient, Ratable: true, collectsAnswers: true, holds: true, Placeholders: []string{"actor", "number", "title", "organization", "consultant", "until"}},
	{Name: KindReceived, role: actor.RoleClient, MailOnly: true, Placeholders: []string{"number", "title", "organization"}},
	{Name: kindAssigned, role: actor.RoleConsultant, Placeholders: []string{"actor", "number", "title", "organization", "inn", "description"}},
	{Name: KindAnswered, role: actor.RoleConsultant, joins: true, holds: true, Readable: true, Placeholders: []string{"actor", "number", "title", "organization", "inn"}},
	{Name: kindReopened, role: actor.RoleConsultant, joins: true, holds: true, Placeholders: []string{"actor", "number", "title", "organization", "inn"}},
	{Name: KindRated, role: actor.RoleConsultant, joins: true, holds: true, Placeholders: []string{"actor", "number", "title", "organization", "inn", "rating", "review"}},
	{Name: kindDueSoon, role: actor.RoleConsultant, Placeholders: []string{"number", "title", "organization", "inn"}},
	{Name: kindUnassigned, role: actor.RoleManager, Placeholders: []string{"number", "title", "organization", "inn", "description"}},
	{Name: kindOverdue, role: actor.RoleManager, Placeholders: []string{"number", "title", "organization", "inn", "consultant"}}, // nobody may have the task
	{Name: KindLowRating, role: actor.RoleManager, joins: true, holds: true, Placeholders: []string{"actor", "number", "title", "organization", "inn", "consultant", "rating", "review"}},
	{Name: KindHeld, role: actor.RoleManager, Placeholders: []string{"sender", "subject"}},
	{Name: KindCalendar, role: actor.RoleManager, Placeholders: []string{"year"}},
}

// NotificationKindOf returns the declaration of a kind, or the zero value for any
// other kind of mail.
func NotificationKindOf(name string) notificationKind {
	for _, k := range NotificationKinds {
		if k.Name == name {
			return k
		}
	}
	return notificationKind{}
}

// SwitchableBy returns the kinds that users of a role can switch on and off in the
// page.
func SwitchableBy(role string) []string {
	var names []string
	for _, k := range NotificationKinds {
		if !k.MailOnly && (k.role == role || role == actor.RoleManager && k.role == actor.RoleConsultant) {
			names = append(names, k.Name)
		}
	}
	return names
}
