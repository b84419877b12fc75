package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

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

// search returns the names of the tasks found.
func (d *desk) search(who, q string, more ...string) (names []string, items []map[string]any) {
	d.Helper()
	answer := d.want(200, who, "GET", "/api/desk/search?q="+url.QueryEscape(q)+strings.Join(more, ""), "").decode(d)
	for _, item := range answer["items"].([]any) {
		items = append(items, item.(map[string]any))
		names = append(names, strings.TrimRight(item.(map[string]any)["id"].(string), "0"))
	}
	return names, items
}

// Typical queries and the first result that people expect.
func TestTableSearchQuality(t *testing.T) {
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
		{"базы тормозят", "slow"}, {"копии базы", "backup"}, {"закрыть месяц", "closing"}, {"косвенный расход", "closing"}, {"расходы", "kudir"}, {"товар", "ved"},
		// ё and е
		{"отчет", "advance"}, {"удаленный стол", "remote"}, {"удалённый", "remote"}, {"сверх нормы суточные", "advance"}, {"перерасчета", "salary"}, {"счёте 26", "closing"},
		// the beginning of a word
		{"зарп", "salary"}, {"аморт", "depreciation"}, {"маркир", "marking"}, {"эквай", "cashless"}, {"бухгалтери", "release"}, {"нет дост", "access"},
		// mistakes
		{"зарплпта", "salary"}, {"зарпалта", "salary"}, {"амартизация", "depreciation"}, {"инвинтаризация", "inventory"}, {"болничный", "sick"},
		{"декларпция", "vat"}, {"принтр", "print"}, {"маркеровка", "marking"}, {"эквайрнг", "cashless"}, {"командеровка", "advance"}, {"дагавор", "contract"},
		// the other keyboard
		{"pfhgkfnf", "salary"}, {",jkmybxysq", "sick"}, {"'wg", "key"}, {"ифслгз", "backup"}, {"<jkmybxysq", "sick"}, {"\"WG", "key"},
		// abbreviations, hyphens, both alphabets
		{"6-ндфл", "ndfl"}, {"6ндфл", "ndfl"}, {"6 НДФЛ", "ndfl"}, {"1с бухгалтерия", "release"}, {"1c бухгалтерия", "release"}, {"1С:Бухгалтерия", "release"},
		{"тормозит 1C", "slow"}, {"счет-фактура", "prepay"}, {"счёт фактуры вектора", "vat"}, {"счётфактура на аванс", "prepay"}, {"клиент банк", "bank"}, {"клиентбанк", "bank"}, {"эцп", "key"}, {"RDP", "remote"}, {"ens", "ens"},
		// what was said, and what was described
		{"реиндексация", "slow"}, {"драйвер", "print"}, {"БИК", "bank"}, {"пояснительная записка", "letter"}, {"диадок", "edo"}, {"0400300003", "ndfl"},
		{"сидорова", "salary"}, {"ванна", ""}, {"disk full", "backup"}, {"failing backups", "backup"},
		// numbers, organisations, INN
		{fmt.Sprint(number), "edo"}, {fmt.Sprintf("№ %d", number), "edo"}, {fmt.Sprintf("№%d", number), "edo"}, {fmt.Sprintf("#%d", number), "edo"},
		{fmt.Sprintf("«%d»", number), "edo"}, {fmt.Sprintf("№\u00a0%d,", number), "edo"}, {fmt.Sprintf("задача № %d", number), "edo"}, {fmt.Sprintf("Заявки %d.", number), "edo"},
		{"7736 207 543", "marking"}, {"отчёт 2024 2025 2026 командировка", "advance"}, {"77 36\u00a020 75 43 обувь", "marking"}, {"ИНН7736207543", "marking"}, {"инн: 7736207543", "marking"},
		{"7736207543 маркировка", "marking"}, {"яндекс обувь", "marking"}, {"сбербанк 6-ндфл", "ndfl"}, {"7707083893", "cashless"}, {"яндексу", "marking"}, {"77362075", "marking"},
		// more words than one task has, and words between
		{"как сделать чтобы печатались чеки", "print"}, {"почему не начисляется амортизация", "depreciation"}, {"зарплата абракадабра", "salary"},
		// words of one root, and vowels that come and go
		{"начислить зарплату", "salary"}, {"обновить 1С", "release"}, {"печать чеков", "print"}, {"письма в спам", "crm"}, {"заблокированы таблицы", "lock"},
		{"блокировка", "lock"}, {"объединение карточек", "merge"}, {"дублей", "carry"}, {"остаток кассы", "cash"}, {"разница курсов", "currency"},
		{"удержание алиментов", "alimony"}, {"списать топливо", "norm"}, {"уволить", "dismissal"}, {"возврат озон", "ozon"}, {"загрузка продаж", "wb"},
		{"публиковать базу", "web"}, {"наценок", "price"}, {"платежей по лизингу", "leasing"}, {"ограничение прав", "roles"}, {"выплатить дивиденды", "dividends"},
		// as people ask
		{"егаис акт", "egais"}, {"утм", "egais"}, {"кудир", "kudir"}, {"КУДиР пустой", "kudir"}, {"патент взносы", "patent"}, {"штраф трудовая", "fines"},
		{"займ учредителю", "loan"}, {"займа", "loan"}, {"ФСБУ 25", "leasing"}, {"евро", "currency"}, {"ЭТРН", "waybill"}, {"торг 12", "torg"}, {"торг12", "torg"},
		{"логотип в торг-12", "torg"}, {"обособленное подразделение", "upd"}, {"резерв отпуска", "reserve"}, {"ночная смена", "tabel"}, {"иностранец", "hire"},
		{"декрет", "maternity"}, {"МРОТ", "maternity"}, {"рсв", "rsv"}, {"ефс 1", "efs"}, {"ефс-1", "efs"}, {"п-4", "stat"}, {"росстат", "stat"}, {"пбу 18/02", "profit"},
		{"кадастр", "property"}, {"7.7", "carry"}, {"семерка", "carry"}, {"лицензия слетела", "licence"}, {"ключ защиты", "licence"}, {"пин код", "licence"},
		{"через браузер", "web"}, {"штрихкод", "scan"}, {"штрих-код", "scan"}, {"весы", "scales"}, {"фискальный накопитель", "fiscal"}, {"офд", "ofd"}, {"пинпад", "terminal"},
		{"вайлдберриз", ""}, {"wildberries", "wb"}, {"wildberies", "wb"}, {"WILDBERRIES", "wb"}, {"спам", "crm"}, {"dkim", "crm"}, {"внешняя обработка", "virus"},
		{"эксель", ""}, {"excel", "excel"}, {"оборотка", "excel"}, {"осв 60", "excel"}, {"скидка", "discount"}, {"себестоимость", "cost"}, {"путевой лист", "norm"},
		{"взаимозачет", "barter"}, {"дебиторка", "bad"}, {"доверенности", "mchd"}, {"м-2", "power"}, {"мчд", "mchd"}, {"акты сверки", "sverka"}, {"запрет редактирования", "period"},
		{"зуп", "sync"}, {"1с зуп", "sync"}, {"обмен завис", "sync"}, {"ставка 0%", "ved2"}, {"белоруссия", "ved2"}, {"лимит кассы", "cash"}, {"подотчет", "subreport"}, {"обеды", "canteen"},
		// mistakes in those
		{"синхранизация", "sync"}, {"девиденды", "dividends"}, {"олименты", "alimony"}, {"доверености", "mchd"}, {"лицензея", "licence"}, {"скнер", "scan"}, {"увольненее", "dismissal"},
		{"куздецова", "alimony"}, {"калькуляця", ""}, {"абмен данными", "sync"}, {"cby[hjybpfwbz", "sync"}, {"tufbc", "egais"}, {"втф", ""}, {"учсуд", "excel"},
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

// Any form of a noun finds texts with any other form of it.
func TestSearchFindsAllForms(t *testing.T) {
	d := newDesk(t)
	groups := []string{
		"обмен обмена обмену обменом обмене", "отмена отмены отмене отмену отменой", "замена замены замену заменой", "день дня дню днём дни дней днями",
		"квартал квартала кварталом кварталы кварталов", "реквизит реквизиты реквизитов реквизитам", "домен домена доменом", "экран экрана экране экраном",
		"лимит лимиты лимитов", "депозит депозита депозиты", "терминал терминалы терминалом", "владелец владельца владельцы", "магазин магазины магазинов",
		"отчёт отчёта отчёты отчётов", "счёт счёта счета счетов счетами", "документ документы документов", "остаток остатка остатки остатков", "перевозчик перевозчика",
	}
	for i, group := range groups {
		for j, form := range strings.Fields(group) {
			if err := add(d.app, "tasks", fmt.Sprintf("f%02dx%d", i, j), map[string]any{"title": "Слово " + form + " здесь", "client": id("olga"), "status": "new"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, group := range groups {
		forms := strings.Fields(group)
		for _, form := range forms {
			names, _ := d.search("anna", form, "&limit=50")
			for j := range forms {
				if !slices.ContainsFunc(names, func(n string) bool { return n == strings.TrimRight(fmt.Sprintf("f%02dx%d", i, j), "0") }) {
					t.Errorf("%s does not find %s", form, forms[j])
				}
			}
		}
	}
}
