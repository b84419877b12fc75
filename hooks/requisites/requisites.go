// Package requisites owns the checks of INN, KPP and OGRN.
package requisites

import (
	"regexp"
	"slices"
)

// The structure of ИНН and КПП and their control digits are the Federal Tax
// Service's: «Порядок и условия присвоения, применения, а также изменения ИНН»,
// its order № ММВ-7-6/435@ of 29.06.2012 (before it № БГ-3-09/178 of 03.03.2004).

// kppFormat is a КПП: four digits of the tax office, two digits or capital Latin
// letters of the reason, three digits.
var kppFormat = regexp.MustCompile(`^\d{4}[\dA-Z]{2}\d{3}$`)

// The numbers of digits an ИНН and an ОГРН may have: an organisation's and a
// person's; and of characters in a КПП.
var (
	INNLengths  = []int{10, 12}
	OGRNLengths = []int{13, 15}
)

// KPPLength is how many characters a KPP has.
const KPPLength = 9

var onlyDigits = regexp.MustCompile(`^\d+$`)

// innWeights are the weights of the digits before a control digit, aligned to
// their end: 9 of them for an organisation's, 10 and 11 for a person's two. A
// control digit is the weighted sum, modulo 11, modulo 10.
var innWeights = []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}

// CheckINN says what is wrong with an ИНН, as a code; empty means nothing. Ten
// digits belong to an organisation, twelve to a person.
func CheckINN(inn string) string {
	if !onlyDigits.MatchString(inn) || !slices.Contains(INNLengths, len(inn)) {
		return "inn_length"
	}
	if inn[:2] == "00" { // no region has this code; zeros alone would pass the sum
		return "inn_checksum"
	}
	controls := 1
	if len(inn) == INNLengths[1] {
		controls = 2
	}
	for at := len(inn) - controls; at < len(inn); at++ {
		if innControl(inn[:at]) != inn[at] {
			return "inn_checksum"
		}
	}
	return ""
}

// innControl computes the control digit that follows the given digits.
func innControl(digits string) byte {
	weights := innWeights[len(innWeights)-len(digits):]
	sum := 0
	for i := range len(digits) {
		sum += int(digits[i]-'0') * weights[i]
	}
	return byte('0' + sum%11%10)
}

// CheckKPP says what is wrong with a КПП beside the given ИНН. Only
// organisations have one.
func CheckKPP(kpp, inn string) string {
	switch {
	case kpp == "":
		return ""
	case len(inn) == INNLengths[1]:
		return "kpp_with_person"
	case !kppFormat.MatchString(kpp):
		return "kpp_format"
	}
	return ""
}

// CheckOGRN says what is wrong with an ОГРН (13 digits, an organisation's) or an
// ОГРНИП (15 digits, a person's). The last digit is the last digit of the number
// before it modulo 11, or modulo 13 for a person («Порядок ведения ЕГРЮЛ и
// ЕГРИП», order of the Ministry of Finance № 165н of 30.10.2017).
func CheckOGRN(ogrn string) string {
	if ogrn == "" {
		return ""
	}
	if !onlyDigits.MatchString(ogrn) || !slices.Contains(OGRNLengths, len(ogrn)) {
		return "ogrn_length"
	}
	last := len(ogrn) - 1
	rest := 0
	for i := range last {
		rest = (rest*10 + int(ogrn[i]-'0')) % (last - 1)
	}
	if byte('0'+rest%10) != ogrn[last] {
		return "ogrn_checksum"
	}
	return ""
}
