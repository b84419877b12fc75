package signing

import (
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	_ "otklik/pb_migrations"
)

// tokenOf is a well-formed token.
const tokenOf = "abcdefgh234567ab"

func TestAddressWithToken(t *testing.T) {
	long := strings.Repeat("x", 50)
	for _, c := range []struct {
		address string
		number  int
		want    string
	}{
		{"desk@firma.ru", 7, "desk+7-" + tokenOf + "@firma.ru"},
		{"firma+desk@gmail.com", 12345, "firma+desk+12345-" + tokenOf + "@gmail.com"},
		{long + "@firma.ru", 7, long + "@firma.ru"},
		{"", 7, ""},
	} {
		if got := addressWithToken(c.address, c.number, tokenOf); got != c.want {
			t.Errorf("%s of %d: %s, want %s", c.address, c.number, got, c.want)
		}
	}
}

func TestParseReplyAddress(t *testing.T) {
	for _, c := range []struct {
		address string
		number  int
		ok      bool
	}{
		{"desk+7-" + tokenOf + "@firma.ru", 7, true},
		{"firma+desk+12345-" + tokenOf + "@gmail.com", 12345, true},
		{"DESK+7-" + strings.ToUpper(tokenOf) + "@FIRMA.RU", 7, true},
		{"desk@firma.ru", 0, false},
		{"desk+7@firma.ru", 0, false},
		{"desk+7-" + tokenOf, 0, false},
		{"+7-" + tokenOf + "@firma.ru", 0, false},
		{"desk+0-" + tokenOf + "@firma.ru", 0, false},
		{"desk+07-" + tokenOf + "@firma.ru", 0, false},
		{"desk+-7-" + tokenOf + "@firma.ru", 0, false},
		{"desk+99999999999-" + tokenOf + "@firma.ru", 0, false},
		{"desk+٧-" + tokenOf + "@firma.ru", 0, false},
		{"desk+7-" + tokenOf[1:] + "@firma.ru", 0, false},
		{"desk+7-" + tokenOf + "a@firma.ru", 0, false},
		{"desk+7-" + tokenOf[1:] + "1@firma.ru", 0, false}, // no 1 in base32
		{"desk+7-" + tokenOf + "\n@firma.ru", 0, false},
		{"", 0, false},
	} {
		number, token, ok := ParseReplyAddress(c.address)
		if ok != c.ok || number != c.number || (ok && token != tokenOf) {
			t.Errorf("%q: %d %q %v, want %d %v", c.address, number, token, ok, c.number, c.ok)
		}
	}
}

func TestSignature(t *testing.T) {
	key, other := []byte("key"), []byte("other")
	want := signWith(key, "task\x00user")
	if len(want) != 16 || strings.Trim(want, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		t.Errorf("a signature is 16 letters and digits of base32, not %q", want)
	}
	for _, c := range []struct {
		got  string
		want bool
	}{
		{want, true},
		{strings.ToUpper(want), true},
		{signWith(other, "task\x00user"), false},
		{signWith(key, "user\x00task"), false},
		{signWith(key, "taskuser"), false},
		{want[:15], false},
		{want + "a", false},
		{"", false},
	} {
		if got := SameSignature(c.got, want); got != c.want {
			t.Errorf("%q: %v, want %v", c.got, got, c.want)
		}
	}
}

func TestMessageDomain(t *testing.T) {
	for _, c := range []struct{ sender, want string }{
		{"desk@Firma.RU", "firma.ru"}, {"", "otklik.localdomain"}, {"desk@фирма.рф", "otklik.localdomain"},
		{"desk@firma.ru>\r\nBcc: x@y", "otklik.localdomain"}, {"desk", "otklik.localdomain"}, {"desk@-firma.ru", "otklik.localdomain"},
	} {
		if got := messageDomain(c.sender); got != c.want {
			t.Errorf("%q: %s, want %s", c.sender, got, c.want)
		}
	}
}

// TestTokens uses the keys, the mailbox and the sender of an application.
func TestTokens(t *testing.T) {
	t.Parallel()
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	app.Settings().Meta.SenderAddress = "desk@firma.ru"
	t.Run("reply addresses", func(t *testing.T) { replyAddresses(t, app) })
	t.Run("message ids", func(t *testing.T) { messageIDs(t, app) })
	t.Run("a new secret invalidates the keys", func(t *testing.T) { newSecret(t, app) })
}

func replyAddresses(t *testing.T, app core.App) {
	task := core.NewRecord(core.NewBaseCollection("tasks", "tasks"))
	task.Id = "task00000000000"
	task.SetRaw("number", 7)
	token, err := replyToken(app, task.Id, "olga00000000000")
	if err != nil {
		t.Fatal(err)
	}
	mailbox, err := app.FindFirstRecordByFilter("mailbox", "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		address string
		plus    bool
		want    string
	}{
		{"", true, ""},
		{"desk@firma.ru", false, "desk@firma.ru"},
		{"desk@firma.ru", true, "desk+7-" + token + "@firma.ru"},
	} {
		mailbox.Load(map[string]any{"address": c.address, "plus": c.plus})
		if err := app.Save(mailbox); err != nil {
			t.Fatal(err)
		}
		if got, err := ReplyAddress(app, task, "olga00000000000"); got != c.want || err != nil {
			t.Errorf("%q, plus %v: %q, %v, want %q", c.address, c.plus, got, err, c.want)
		}
	}
}

func messageIDs(t *testing.T, app core.App) {
	const outbox = "outbox000000000"
	ours, err := MessageID(app, outbox)
	if err != nil || !strings.HasPrefix(ours, outbox+".") || !strings.HasSuffix(ours, "@firma.ru") {
		t.Fatal(ours, err)
	}
	reply, err := sign(app, "reply", outbox)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		id   string
		want bool
	}{
		{ours, true},
		{"<" + ours + ">", true},
		{strings.Replace(ours, "firma.ru", "drugaya.ru", 1), true},
		{strings.Replace(ours, outbox, "outbox000000001", 1), false},
		{outbox + "." + tokenOf + "@firma.ru", false},
		{outbox + "." + reply + "@firma.ru", false}, // the key of another purpose
		{outbox + ".@firma.ru", false},
		{outbox + "@firma.ru", false},
		{strings.TrimSuffix(ours, "@firma.ru"), false},
		{"CAF=abc.def@mail.gmail.com", false},
		{strings.Repeat("a", 1_000_000) + ours, false},
		{"", false},
	} {
		got, ok := ParseMessageID(app, c.id)
		if ok != c.want || ok && got != outbox {
			t.Errorf("%.80q: %q %v, want %v", c.id, got, ok, c.want)
		}
	}
}

func newSecret(t *testing.T, app core.App) {
	before, err := Key(app, "links")
	if err != nil || len(before) != 32 {
		t.Fatal(len(before), err)
	}
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(before), users.AuthToken.Secret) {
		t.Error("the key is the secret itself")
	}
	users.AuthToken.Secret = strings.Repeat("n", 50)
	if err := app.Save(users); err != nil {
		t.Fatal(err)
	}
	after, err := Key(app, "links")
	if err != nil || string(after) == string(before) {
		t.Error("the old key is still in use", err)
	}
}
