package links

import (
	"net/url"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"otklik/hooks/actor"
	"otklik/hooks/desk"
	"otklik/hooks/i18n"
)

// showUnsubscribe shows what the link would switch off, or that it is off.
func showUnsubscribe(_ core.App, l *openedLink, _ url.Values) (*linkPage, error) {
	if !i18n.Has(kindText + l.Kind) {
		return nil, errInvalid
	}
	if slices.Contains(l.user.GetStringSlice("muted"), l.channel()) {
		return l.switchPage("unsubscribed", true), nil
	}
	return l.switchPage("unsubscribe", false), nil
}

// actUnsubscribe switches the mails of a kind off, or back on. The link isn't marked
// as used: a mail client may repeat its request (RFC 8058), and users may change
// their minds. It can change only this one setting of its user.
func actUnsubscribe(tx core.App, l *openedLink, form url.Values) (*linkPage, error) {
	if !i18n.Has(kindText + l.Kind) {
		return nil, errInvalid
	}
	back := form.Get("undo") == "1"
	muted := l.user.GetStringSlice("muted")
	off := slices.Contains(muted, l.channel())
	switch {
	case back && off:
		muted = slices.DeleteFunc(muted, func(m string) bool { return m == l.channel() })
	case !back && !off:
		muted = append(muted, l.channel())
	}
	if back == off {
		l.user.Set("muted", muted)
		actor.SetActor(l.user, actor.Of(l.user))
		if err := tx.Save(l.user); err != nil {
			return nil, err
		}
	}
	if back {
		return l.switchPage("resubscribed", false), nil
	}
	return l.switchPage("unsubscribed", true), nil
}

// channel returns the value for users.muted.
func (l *openedLink) channel() string { return l.Kind + ".mail" }

// switchPage shows the state of the setting and offers to change it.
func (l *openedLink) switchPage(name string, off bool) *linkPage {
	page := l.page(name)
	page.About = ""
	kind := i18n.Format(l.locale, kindText+l.Kind, i18n.Hours(desk.UnassignedAfter))
	page.Lines = []string{l.format(name+"_about", i18n.Params{"kind": kind})}
	page.Form = &linkForm{Button: l.text("unsubscribe_button"), Quiet: name == "resubscribed"}
	if off {
		page.Form = &linkForm{Button: l.text("undo_button"), Undo: true, Quiet: true}
	}
	page.Actions = []linkAction{{"/profile", l.text("profile"), false}}
	return page
}
