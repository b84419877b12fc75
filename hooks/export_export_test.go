package hooks

// SetSheetRows makes the sheets of Excel short for a test; the answer is what
// makes them long again.
func SetSheetRows(n int) (restore func()) {
	was := sheetRows
	sheetRows = n
	return func() { sheetRows = was }
}
