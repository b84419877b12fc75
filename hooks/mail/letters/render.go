package letters

import (
	_ "embed"
	"html/template"
	"strings"

	"otklik/hooks/desk"
	"otklik/hooks/i18n"
)

//go:embed letter.html
var letterPage string

// letterHTML is the layout of the HTML part. It uses tables and inline styles,
// because the mail clients of offices support little else.
var letterHTML = template.Must(template.New("letter").Parse(letterPage))

// answerLine is the line above which an answer by mail is written. hooks/mail/parse
// cuts incoming mails at it in any language.
func (l *letter) answerLine() string { return "##- " + l.translate("answer_above") + " -##" }

// piece is one paragraph of a letter: text, or one of the blocks.
type piece struct {
	Lines   []string
	Answers []answerPiece
	Stars   []starPiece
	Button  string
}

type answerPiece struct {
	Author string
	Lines  []string
	Files  string
}

type starPiece struct{ Link, Label string }

type footLink struct{ Link, Label string }

// letterData is the data of the layout.
type letterData struct {
	Lang, AnswerLine, ButtonLabel, FilesLabel string
	Pieces                                    []piece
	Foot                                      []string
	FootLinks                                 []footLink
}

// render returns the text and HTML parts of a mail from the paragraphs of its
// template.
func (l *letter) render(blocks []string) (text, html string, err error) {
	data := letterData{Lang: l.locale, Pieces: l.pieces(blocks), ButtonLabel: l.buttonLabel(), FilesLabel: l.translate("files")}
	if l.reply != "" {
		data.AnswerLine = l.answerLine()
		data.Foot = append(data.Foot, l.translate("answer_hint"))
	}
	data.FootLinks = l.footLinks()
	var out strings.Builder
	if err := letterHTML.Execute(&out, data); err != nil {
		return "", "", err
	}
	return data.text(), out.String(), nil
}

// footLinks returns the links at the end of a mail.
func (l *letter) footLinks() []footLink {
	var out []footLink
	if l.confirm != "" {
		out = append(out, footLink{l.confirm, l.translate("confirm_reading")})
	}
	if l.unsubscribe != "" {
		out = append(out, footLink{l.unsubscribe, l.translate("unsubscribe")})
	}
	return out
}

// buttonLabel returns the label of the letter's button.
func (l *letter) buttonLabel() string {
	switch l.kind {
	case desk.KindHeld:
		return l.translate("see_mail")
	case desk.KindCalendar:
		return l.translate("open_calendar")
	case mailVerify, mailEmailChange:
		return l.translate("confirm_address")
	case mailReset, mailInvite:
		return l.translate("choose_password")
	}
	return l.translate("open_task")
}

func (l *letter) translate(name string) string { return i18n.Text(l.locale, "letter."+name) }

// pieces returns the paragraphs with their values filled in.
func (l *letter) pieces(blocks []string) []piece {
	var out []piece
	params := l.bodyParams()
	for _, block := range blocks {
		switch {
		case block == blockAnswers && len(l.answers) > 0:
			out = append(out, piece{Answers: l.answerPieces()})
		case block == blockStars && len(l.stars) > 0:
			out = append(out, piece{Stars: l.starPieces()})
		case block == blockButton:
			out = append(out, piece{Button: l.button})
		case block != blockAnswers && block != blockStars:
			out = append(out, piece{Lines: strings.Split(i18n.Fill(block, params), "\n")})
		}
	}
	return out
}

func (l *letter) answerPieces() []answerPiece {
	out := make([]answerPiece, len(l.answers))
	for i, a := range l.answers {
		out[i] = answerPiece{Author: a.author, Lines: strings.Split(a.body, "\n"), Files: strings.Join(a.files, ", ")}
	}
	return out
}

func (l *letter) starPieces() []starPiece {
	out := make([]starPiece, len(l.stars))
	for i, link := range l.stars {
		out[i] = starPiece{link, strings.Repeat("★", i+1) + strings.Repeat("☆", len(l.stars)-i-1) + " " + desk.RatingLabel(l.locale, i+1)}
	}
	return out
}

// text returns the plain-text part.
func (d letterData) text() string {
	var out []string
	if d.AnswerLine != "" {
		out = append(out, d.AnswerLine)
	}
	for _, p := range d.Pieces {
		out = append(out, d.pieceText(p))
	}
	foot := append([]string{"--"}, d.Foot...)
	for _, f := range d.FootLinks {
		foot = append(foot, f.Label+": "+f.Link)
	}
	if len(foot) > 1 {
		out = append(out, strings.Join(foot, "\n"))
	}
	return strings.Join(out, "\n\n") + "\n"
}

func (d letterData) pieceText(p piece) string {
	var lines []string
	for i, a := range p.Answers {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, a.Author+":", strings.Join(a.Lines, "\n"))
		if a.Files != "" {
			lines = append(lines, d.FilesLabel+a.Files)
		}
	}
	for _, s := range p.Stars {
		lines = append(lines, s.Label+": "+s.Link)
	}
	if p.Button != "" {
		lines = append(lines, d.ButtonLabel+": "+p.Button)
	}
	return strings.Join(append(lines, p.Lines...), "\n")
}
