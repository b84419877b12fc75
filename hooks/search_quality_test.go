package hooks_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// corpus are tasks as accountants write them: the organisation's owner, the
// title, the description, and what was said.
var corpus = []struct{ name, client, title, description, comment string }{
	{"vat", "olga", "Не сходится НДС за третий квартал", "В декларации строка 190 больше, чем в книге покупок", "Проверьте счета-фактуры от поставщика «Вектор»"},
	{"salary", "olga", "Неправильно начислилась зарплата", "У Сидоровой оклад удвоился после перерасчёта", ""},
	{"ens", "olga", "Сверка по ЕНС: пеня на 120 рублей", "Откуда взялась пеня на едином налоговом счёте?", ""},
	{"slow", "ivan", "Тормозит база 1С", "Журнал документов открывается две минуты", "Сделали реиндексацию"},
	{"key", "ivan", "Истекает электронная подпись директора", "ЭЦП до пятницы, нужно перевыпустить", ""},
	{"ndfl", "olga", "Ошибка в 6-НДФЛ", "Отчёт не принимает налоговая, код 0400300003", ""},
	{"print", "ivan", "Принтер не печатает чеки", "Касса АТОЛ, лента вставлена", "Обновили драйвер кассы"},
	{"access", "ivan", "Нет доступа к базе у нового бухгалтера", "Заведите Петрову, права как у Смирновой", ""},
	{"release", "olga", "Обновить 1С:Бухгалтерию до свежего релиза", "Сейчас 3.0.142, просит новее", ""},
	{"vacation", "ivan", "Отпускные посчитались без премии", "Средний заработок меньше ожидаемого", ""},
	{"bank", "olga", "Не загружается выписка из клиент-банка", "Формат 1CClientBankExchange, пишет неверный счёт", "Поменялся БИК банка"},
	{"depreciation", "ivan", "Амортизация основных средств не начисляется", "Станок введён в эксплуатацию в мае", ""},
	{"edo", "olga", "Приглашение в ЭДО от контрагента", "Диадок, роуминг с СБИС", ""},
	{"advance", "olga", "Авансовый отчёт по командировке", "Суточные сверх нормы, как провести?", ""},
	{"closing", "ivan", "Закрытие месяца: ошибка на счёте 26", "Не распределяются косвенные расходы", ""},
	{"ved", "ivan", "Импорт из Казахстана, НДС по ЕАЭС", "Заявление о ввозе товаров", ""},
	{"sick", "olga", "Больничный лист не пришёл из СФР", "ЭЛН закрыт десятого числа", ""},
	{"usn", "ivan", "Переход с УСН на ОСНО с января", "Нужно восстановить остатки", ""},
	{"inventory", "ivan", "Инвентаризация склада, пересортица", "Излишки и недостача по номенклатуре", ""},
	{"letter", "olga", "Требование из налоговой о пояснениях", "Ответить до понедельника", "Подготовили пояснительную записку"},
	{"remote", "ivan", "Удалённый рабочий стол вылетает", "RDP отключается каждые десять минут", ""},
	{"backup", "ivan", "Копия базы не создаётся ночью", "Backup failed: disk is full", "Места на диске не было"},
	{"marking", "ivan", "Честный знак: маркировка обуви", "Коды не вводятся в оборот", ""},
	{"contract", "olga", "Шаблон договора с самозанятым", "Чек из «Мой налог»", ""},
	{"cashless", "olga", "Эквайринг: комиссия банка в проводках", "Дт 91.02 Кт 57.03", ""},
}

func (d *desk) corpus() {
	d.Helper()
	for _, c := range corpus {
		fields := map[string]any{"title": c.title, "description": c.description, "client": id(c.client), "status": "new"}
		if err := add(d.app, "tasks", c.name, fields); err != nil {
			d.Fatal(err)
		}
		if c.comment != "" {
			if err := add(d.app, "comments", c.name+"word", map[string]any{"task": id(c.name), "author": id("anna"), "body": c.comment}); err != nil {
				d.Fatal(err)
			}
		}
	}
}

// search gives the names of the tasks that are found.
func (d *desk) search(who, q string, more ...string) (names []string, items []map[string]any) {
	d.Helper()
	answer := d.want(200, who, "GET", "/api/desk/search?q="+url.QueryEscape(q)+strings.Join(more, ""), "").decode(d)
	for _, item := range answer["items"].([]any) {
		items = append(items, item.(map[string]any))
		names = append(names, strings.TrimRight(item.(map[string]any)["id"].(string), "0"))
	}
	return names, items
}

// What people type, and what they mean: the first hit of each.
func TestSearchQuality(t *testing.T) {
	d := newDesk(t)
	d.corpus()
	number := d.task("edo").GetInt("number")
	for _, c := range []struct{ q, want string }{
		// as it is written
		{"зарплата", "salary"}, {"больничный", "sick"}, {"амортизация", "depreciation"}, {"эквайринг", "cashless"}, {"инвентаризация склада", "inventory"},
		// forms of words
		{"зарплату", "salary"}, {"зарплатой", "salary"}, {"начисление зарплаты", "salary"}, {"подписи", "key"}, {"электронной подписью", "key"},
		{"больничного листа", "sick"}, {"печатать чек", "print"}, {"принтера", "print"}, {"обновление", "release"}, {"обновили релиз", "release"},
		{"авансовые отчёты", "advance"}, {"командировки", "advance"}, {"основное средство", "depreciation"}, {"договоры", "contract"}, {"требования", "letter"},
		{"базы тормозят", "slow"}, {"копии базы", "backup"}, {"закрыть месяц", "closing"}, {"расходы", "closing"}, {"товар", "ved"},
		// ё and е
		{"отчет", "advance"}, {"удаленный стол", "remote"}, {"удалённый", "remote"}, {"сверх нормы суточные", "advance"}, {"перерасчета", "salary"}, {"счёте 26", "closing"},
		// the beginning of a word
		{"зарп", "salary"}, {"аморт", "depreciation"}, {"маркир", "marking"}, {"эквай", "cashless"}, {"бухгалтери", "release"}, {"нет дост", "access"},
		// mistakes
		{"зарплпта", "salary"}, {"зарпалта", "salary"}, {"амартизация", "depreciation"}, {"инвинтаризация", "inventory"}, {"болничный", "sick"},
		{"декларпция", "vat"}, {"принтр", "print"}, {"маркеровка", "marking"}, {"эквайрнг", "cashless"}, {"командеровка", "advance"}, {"дагавор", "contract"},
		// the other keyboard
		{"pfhgkfnf", "salary"}, {",jkmybxysq", "sick"}, {"'wg", "key"}, {"ифслгз", "backup"},
		// abbreviations, hyphens, both alphabets
		{"6-ндфл", "ndfl"}, {"6ндфл", "ndfl"}, {"6 НДФЛ", "ndfl"}, {"1с бухгалтерия", "release"}, {"1c бухгалтерия", "release"}, {"1С:Бухгалтерия", "release"},
		{"тормозит 1C", "slow"}, {"счет-фактура", "vat"}, {"счёт фактуры", "vat"}, {"клиент банк", "bank"}, {"клиентбанк", "bank"}, {"эцп", "key"}, {"RDP", "remote"}, {"ens", "ens"},
		// what was said, and what was described
		{"реиндексация", "slow"}, {"драйвер", "print"}, {"БИК", "bank"}, {"пояснительная записка", "letter"}, {"диадок", "edo"}, {"0400300003", "ndfl"},
		{"сидорова", "salary"}, {"ванна", ""}, {"disk full", "backup"}, {"failing backups", "backup"},
		// numbers, organisations, INN
		{fmt.Sprint(number), "edo"}, {fmt.Sprintf("№ %d", number), "edo"}, {fmt.Sprintf("№%d", number), "edo"}, {fmt.Sprintf("#%d", number), "edo"},
		{"7736207543 маркировка", "marking"}, {"яндекс обувь", "marking"}, {"сбербанк 6-ндфл", "ndfl"}, {"7707083893", "cashless"}, {"яндексу", "marking"}, {"77362075", "marking"},
		// more words than one task has, and words between
		{"как сделать чтобы печатались чеки", "print"}, {"почему не начисляется амортизация", "depreciation"}, {"зарплата абракадабра", "salary"},
		// what is not there
		{"криптовалюта", ""}, {"", ""}, {"!!!", ""},
	} {
		if c.q == "ens" {
			c.q = "ЕНС"
		}
		names, _ := d.search("anna", c.q)
		if got := strings.Join(names[:min(1, len(names))], ""); got != c.want {
			t.Errorf("%q finds %v, want %s first", c.q, names, c.want)
		}
	}
}
