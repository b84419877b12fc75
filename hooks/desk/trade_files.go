package desk

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/core/validators"
	"github.com/pocketbase/pocketbase/tools/filesystem"

	"otklik/hooks/problem"
)

// tradeExtensions are the names of files whose content no detector knows: those of 1C,
// signatures and certificates, exchange with a bank or an operator of documents.
var tradeExtensions = []string{
	".epf", ".erf", ".cf", ".cfe", ".cfu", ".dt", ".1cd", ".mxl", ".grs", ".geo", ".vrp", ".st", ".pff", ".lgd", ".lgp", ".lgf", ".lgx", ".1ccr", ".1cl",
	".ert", ".md", ".dds", ".efd", ".hbk",
	".sig", ".sgn", ".p7s", ".p7m", ".p7b", ".p7c", ".cer", ".crt", ".der", ".csr", ".req", ".crl", ".enc", ".tsp", ".tsr",
	".dbf", ".arj", ".lzh", ".edo", ".docflow", ".gge", ".arp",
	".wma", ".opus", ".oga", ".m4a", ".mp3", ".mp4", ".aac", ".amr", ".ogg", ".wav",
}

// tradeBeginnings are the first bytes of files of 1C: a configuration or a processing,
// a database, its dump, a table.
var tradeBeginnings = [][]byte{{0xff, 0xff, 0xff, 0x7f}, []byte("1CDBMSV8"), []byte("1CIBDmpF"), []byte("MOXCEL")}

// CheckFileType refuses a file of a type that a field doesn't allow. Of the files whose
// content is unknown only those of the trade are allowed.
func CheckFileType(field *core.FileField, file *filesystem.File) error {
	if len(field.MimeTypes) == 0 {
		return nil
	}
	if err := validators.UploadedFileMimeType(field.MimeTypes)(file); err != nil {
		return err
	}
	return checkUnknown(file)
}

func checkUnknown(file *filesystem.File) error {
	if slices.Contains(tradeExtensions, strings.ToLower(path.Ext(file.OriginalName))) {
		return nil
	}
	content, err := file.Reader.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	head := make([]byte, 3072) // what a detector looks at
	n, err := io.ReadFull(content, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return err
	}
	head = head[:n]
	isTrade := func(beginning []byte) bool { return bytes.HasPrefix(head, beginning) }
	if !mimetype.Detect(head).Is(unknownType) || slices.ContainsFunc(tradeBeginnings, isTrade) {
		return nil
	}
	return problem.New("validation_invalid_mime_type")
}

// refuseUnknownFiles refuses uploads of unknown content, unless an administrator allows
// any.
func refuseUnknownFiles(e *core.RecordEvent) error {
	field, ok := e.Record.Collection().Fields.GetByName("files").(*core.FileField)
	if !ok || len(field.MimeTypes) == 0 {
		return e.Next()
	}
	for _, f := range e.Record.GetUnsavedFiles("files") {
		if checkUnknown(f) != nil {
			return problem.Merge(e.Next(), problem.FieldError("files", "validation_invalid_mime_type"))
		}
	}
	return e.Next()
}
