// Package requisites owns the checks of INN, KPP and OGRN.
package requisites

import (
	"regexp"
	"slices"
)

// The structure of INN (ИНН) and KPP (КПП) and their check digits are defined by
// the Federal Tax Service: «Порядок и условия присвоения, применения, а также изменения ИНН»,
// its order № ММВ-7-6/435@ of 29.06.2012 (before it № БГ-3-09/178 of 03.03.2004).

// kppFormat matches a KPP: four digits of the tax office, two digits or capital
// Latin letters of the reason, three digits.
var kppFormat = regexp.MustCompile(`^\d{4}[\dA-Z]{2}\d{3}$`)

// The lengths of INN and OGRN in digits: an organisation's and a person's.
var (
	INNLengths  = []int{10, 12}
	OGRNLengths = []int{13, 15}
)

// KPPLength is the length of a KPP in characters.
const KPPLength = 9

var onlyDigits = regexp.MustCompile(`^\d+$`)

// innWeights are the weights of the digits before a check digit, aligned to their
// end: 9 for an organisation's, 10 and 11 for a person's two. A check digit is the
// weighted sum modulo 11, modulo 10.
var innWeights = []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}

// CheckINN returns the error code of an invalid INN, empty for a valid one. An
// organisation has ten digits, a person twelve.
func CheckINN(inn string) string {
	if !onlyDigits.MatchString(inn) || !slices.Contains(INNLengths, len(inn)) {
		return "inn_length"
	}
	if inn[:2] == "00" { // no region has this code; all zeros would pass the checksum
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

// innControl computes the check digit that follows the given digits.
func innControl(digits string) byte {
	weights := innWeights[len(innWeights)-len(digits):]
	sum := 0
	for i := range len(digits) {
		sum += int(digits[i]-'0') * weights[i]
	}
	return byte('0' + sum%11%10)
}

// CheckKPP returns the error code of an invalid KPP for the given INN, empty for a
// valid or missing one. Only organisations have a KPP.
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

// CheckOGRN returns the error code of an invalid OGRN (ОГРН, 13 digits, an
// organisation's) or OGRNIP (ОГРНИП, 15 digits, a person's), empty for a valid or
// missing one. The last digit is the last digit of the number before it modulo 11,
// or modulo 13 for a person («Порядок ведения ЕГРЮЛ и
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
