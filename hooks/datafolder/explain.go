package datafolder

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The texts for SQLite's result codes, each with the next step. %s is the folder.
var explanations = map[int]string{
	sqlite3.SQLITE_BUSY:     "базу в папке %s держит другая программа. Закройте её и запустите снова",
	sqlite3.SQLITE_READONLY: "папка данных %s доступна только для чтения. Дайте пользователю, от имени которого работает программа, право писать в неё",
	sqlite3.SQLITE_IOERR:    "диск с папкой данных %s не читается или не пишется. Проверьте диск",
	sqlite3.SQLITE_CORRUPT:  "база в папке %s повреждена. Отложите её в сторону и верните последнюю копию: распакуйте архив из backups в пустую папку",
	sqlite3.SQLITE_FULL:     "на диске с папкой данных %s кончилось место. Освободите его и запустите снова: сохранённое цело",
	sqlite3.SQLITE_CANTOPEN: "база в папке %s не открывается. Проверьте, что диск подключён и у программы есть права на файлы папки",
	sqlite3.SQLITE_NOTADB:   "файл базы в папке %s — не база данных: он испорчен или подменён. Отложите его в сторону и верните последнюю копию: распакуйте архив из backups в пустую папку",
}

// Explain returns what is wrong with a data folder and what to do, if the error is
// one of the database's.
func Explain(folder string, err error) (string, bool) {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return "", false
	}
	text, ok := explanations[failure.Code()&0xff] // without the detail of extended codes
	if !ok {
		return "", false
	}
	return fmt.Sprintf(text, folder) + fmt.Sprintf(" (SQLite: %d)", failure.Code()), true
}
