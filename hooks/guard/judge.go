package guard

import (
	"fmt"
	"strings"

	"github.com/ganigeorgiev/fexpr"
	"github.com/pocketbase/pocketbase/core"
)

// verdict is what a rule says of a caller before any row is looked at.
type verdict int

const (
	depends verdict = iota // on the row
	never
	always
)

// mayMeet reports whether a caller could meet a collection's rule with any row.
func mayMeet(rule string, auth *core.Record) bool {
	met, _ := judge(rule, auth)
	return met != never
}

// judge decides what a rule demands of the caller alone, such as
// @request.auth.role = "manager", and returns the conditions on the row that remain.
func judge(rule string, auth *core.Record) (met verdict, conditions string) {
	groups, err := fexpr.Parse(rule)
	if err != nil {
		return depends, rule // PocketBase reports it
	}
	return judgeGroups(groups, auth)
}

// judgeGroups evaluates conditions as SQL does: AND binds tighter than OR.
func judgeGroups(groups []fexpr.ExprGroup, auth *core.Record) (verdict, string) {
	var alternatives []string
	for len(groups) > 0 {
		end := 1
		for end < len(groups) && groups[end].Join != fexpr.JoinOr {
			end++
		}
		switch met, conditions := judgeAll(groups[:end], auth); met {
		case always:
			return always, ""
		case depends:
			alternatives = append(alternatives, conditions)
		}
		groups = groups[end:]
	}
	if len(alternatives) == 0 {
		return never, ""
	}
	return depends, strings.Join(alternatives, " || ")
}

// judgeAll evaluates conditions that are joined by AND.
func judgeAll(groups []fexpr.ExprGroup, auth *core.Record) (verdict, string) {
	var conditions []string
	for _, g := range groups {
		switch met, condition := judgeItem(g.Item, auth); met {
		case never:
			return never, ""
		case depends:
			conditions = append(conditions, condition)
		}
	}
	if len(conditions) == 0 {
		return always, ""
	}
	return depends, strings.Join(conditions, " && ")
}

func judgeItem(item any, auth *core.Record) (verdict, string) {
	switch v := item.(type) {
	case fexpr.Expr:
		return judgeExpr(v, auth)
	case fexpr.ExprGroup:
		return judgeItem(v.Item, auth)
	case []fexpr.ExprGroup:
		met, conditions := judgeGroups(v, auth)
		if strings.Contains(conditions, "||") {
			conditions = "(" + conditions + ")"
		}
		return met, conditions
	}
	return depends, "?"
}

// authField is the prefix of the caller's fields in rules.
const authField = "@request.auth."

// judgeExpr decides a comparison of a field of the caller with a constant.
func judgeExpr(e fexpr.Expr, auth *core.Record) (verdict, string) {
	text := fmt.Sprintf("%s %s %s", e.Left.Literal, e.Op, e.Right.Literal)
	name, isAuth := strings.CutPrefix(e.Left.Literal, authField)
	if !isAuth || e.Left.Type != fexpr.TokenIdentifier {
		return depends, text
	}
	value, known := authValue(name, auth)
	wanted, constant := constantOf(e.Right)
	if !known || !constant || e.Op != fexpr.SignEq && e.Op != fexpr.SignNeq {
		return depends, text
	}
	if (value == wanted) == (e.Op == fexpr.SignEq) {
		return always, ""
	}
	return never, ""
}

// authValue returns a field of the caller as text. A guest's fields are empty.
func authValue(name string, auth *core.Record) (value string, known bool) {
	switch {
	case auth == nil:
		return "", name == core.FieldNameId || name == core.FieldNameCollectionName || name == core.FieldNameCollectionId || name == "role"
	case name == core.FieldNameCollectionName:
		return auth.Collection().Name, true
	case name == core.FieldNameCollectionId:
		return auth.Collection().Id, true
	case name == core.FieldNameId, name == "role" && auth.Collection().Fields.GetByName(name) != nil:
		return auth.GetString(name), true
	case name == "blocked" && auth.Collection().Fields.GetByName(name) != nil:
		if auth.GetBool(name) {
			return "true", true
		}
		return "false", true
	}
	return "", false
}

// constantOf returns a quoted text, or true and false.
func constantOf(t fexpr.Token) (string, bool) {
	if t.Type == fexpr.TokenText {
		return t.Literal, true
	}
	return t.Literal, t.Type == fexpr.TokenIdentifier && (t.Literal == "true" || t.Literal == "false")
}
