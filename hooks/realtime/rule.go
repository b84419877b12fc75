package realtime

import (
	"strings"
	"sync"

	"github.com/ganigeorgiev/fexpr"
)

// A rule of a collection is decided in memory as far as it compares fields of the
// record, of a record that it refers to, and of the caller with each other and with
// texts. Everything else is unknown, and only what depends on it makes a decision
// unknown. So the rules stand once, in the collections, and an administrator who
// changes one changes what is sent.

// verdict is the result of a decision.
type verdict int8

const (
	unknown verdict = iota
	no
	yes
)

// rule is a rule as a tree: a comparison, or several rules of which all or one must
// hold. Without any of these it is unknown.
type rule struct {
	compared *comparison
	parts    []rule
	any      bool
}

// comparison is left = right, or left != right.
type comparison struct {
	left, right operand
	differ      bool
}

// operand is a literal, or the name of a value as in the rule.
type operand struct {
	name    string
	literal value
}

// value is a text or a bool; the bool is written as a text. An empty text is also
// what SQL would call NULL. Two values of different kinds can't be compared here.
type value struct {
	text string
	kind kind
}

type kind int8

const (
	unreadable kind = iota
	textual
	boolean
)

// parsed are the trees by the text of the rule.
var parsed sync.Map

// parseRule returns a rule as a tree. A text that can't be parsed is unknown.
func parseRule(text string) rule {
	if r, ok := parsed.Load(text); ok {
		return r.(rule)
	}
	r := rule{}
	if groups, err := fexpr.Parse(text); err == nil {
		r = treeOf(groups)
	}
	parsed.Store(text, r)
	return r
}

// treeOf joins the parts of one level. Where && and || meet on a level without
// brackets, which of them binds closer is left to SQL.
func treeOf(groups []fexpr.ExprGroup) rule {
	var joined rule
	for i, g := range groups {
		if i == 1 {
			joined.any = g.Join == fexpr.JoinOr
		}
		if i > 1 && joined.any != (g.Join == fexpr.JoinOr) {
			return rule{}
		}
		switch item := g.Item.(type) {
		case fexpr.Expr:
			joined.parts = append(joined.parts, comparisonOf(item))
		case fexpr.ExprGroup:
			joined.parts = append(joined.parts, treeOf([]fexpr.ExprGroup{item}))
		case []fexpr.ExprGroup:
			joined.parts = append(joined.parts, treeOf(item))
		default:
			return rule{}
		}
	}
	return joined
}

func comparisonOf(e fexpr.Expr) rule {
	left, leftOK := operandOf(e.Left)
	right, rightOK := operandOf(e.Right)
	if !leftOK || !rightOK || (e.Op != fexpr.SignEq && e.Op != fexpr.SignNeq) {
		return rule{}
	}
	return rule{compared: &comparison{left: left, right: right, differ: e.Op == fexpr.SignNeq}}
}

func operandOf(t fexpr.Token) (operand, bool) {
	switch {
	case t.Type == fexpr.TokenText:
		return operand{literal: value{t.Literal, textual}}, true
	case t.Type != fexpr.TokenIdentifier || strings.Contains(t.Literal, ":"):
		return operand{}, false
	case t.Literal == "true" || t.Literal == "false":
		return operand{literal: value{t.Literal, boolean}}, true
	case t.Literal == "null":
		return operand{literal: value{"", textual}}, true
	}
	return operand{name: t.Literal}, true
}

// decide applies the rule to the values that look returns by their names.
func (r rule) decide(look func(name string) value) verdict {
	if r.compared != nil {
		return r.compared.decide(look)
	}
	if len(r.parts) == 0 {
		return unknown
	}
	settles, otherwise := no, yes
	if r.any {
		settles, otherwise = yes, no
	}
	for _, part := range r.parts {
		switch part.decide(look) {
		case settles:
			return settles
		case unknown:
			otherwise = unknown
		}
	}
	return otherwise
}

func (c *comparison) decide(look func(name string) value) verdict {
	left, right := c.left.value(look), c.right.value(look)
	if left.kind != right.kind || left.kind == unreadable {
		return unknown
	}
	if (left.text == right.text) != c.differ {
		return yes
	}
	return no
}

func (o operand) value(look func(name string) value) value {
	if o.name == "" {
		return o.literal
	}
	return look(o.name)
}
