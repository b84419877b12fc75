package hooks

// exportWords are the names of sheets and columns, and of the values in them.
var exportWords = map[string]message{
	// sheets
	"tasks": {"Задачи", "Tasks"}, "report": {"Отчёт", "Report"}, "low": {"Низкие оценки", "Low ratings"}, "people": {"Люди", "People"}, "log": {"Журнал", "Log"}, "staff": {"Сотрудники", "Staff"},
	"totals": {"Итоги", "Totals"}, "days": {"По дням", "By day"}, "weeks": {"По неделям", "By week"}, "backlog": {"Открытые сейчас", "Open now"},
	"consultants": {"По консультантам", "By consultant"}, "organizations": {"По организациям", "By organisation"},
	"priorities": {"По срочности", "By priority"}, "categories": {"По разделам", "By category"},

	// columns
	"number": {"Номер", "Number"}, "title": {"Задача", "Task"}, "description": {"Подробности", "Details"}, "status": {"Статус", "Status"},
	"priority": {"Срочность", "Priority"}, "category": {"Раздел", "Category"}, "organization": {"Организация", "Organisation"}, "inn": {"ИНН", "INN"},
	"client": {"Клиент", "Client"}, "consultant": {"Консультант", "Consultant"}, "created": {"Создана", "Created"}, "answered_at": {"Первый ответ", "First answer"},
	"due_at": {"Ответить до", "Answer due"}, "last_at": {"Последнее слово", "Last word"}, "last_by": {"За кем последнее слово", "Last word by"},
	"done_at": {"Решена", "Done"}, "closed_at": {"Закрыта", "Closed"}, "rating": {"Оценка", "Rating"}, "comment": {"Отзыв", "Comment"},
	"rated": {"Когда оценили", "Rated"}, "nick": {"Ник", "Nick"}, "name": {"Имя", "Name"}, "email": {"Почта", "E-mail"}, "role": {"Роль", "Role"},
	"blocked": {"Вход закрыт", "Blocked"}, "phone": {"Телефон", "Phone"}, "registered": {"В системе с", "Here since"},
	"archived_at": {"Удалена", "Deleted"}, "archived_by": {"Кто удалил", "Deleted by"},
	"at": {"Когда", "When"}, "actor": {"Кто", "Who"}, "event": {"Что", "What"}, "about": {"О ком или о чём", "About"}, "before": {"Было", "Before"}, "after": {"Стало", "After"},
	"period": {"Период", "Period"}, "day": {"День", "Day"}, "week": {"Неделя с", "Week of"}, "age": {"Возраст", "Age"}, "count": {"Задач", "Tasks"}, "from": {"С", "From"}, "to": {"По", "To"},

	// figures
	"n_created": {"Создано", "Created"}, "n_done": {"Решено", "Done"}, "n_closed": {"Закрыто", "Closed"}, "n_open": {"Из созданных открыто сейчас", "Of created, open now"},
	"n_answered":    {"Из созданных с ответом", "Of created, answered"},
	"answer_median": {"До первого ответа, медиана, рабочих минут", "To first answer, median, working minutes"},
	"answer_p90":    {"До первого ответа, 90 %, рабочих минут", "To first answer, 90%, working minutes"},
	"work_median":   {"До решения, медиана, рабочих минут", "To done, median, working minutes"},
	"work_p90":      {"До решения, 90 %, рабочих минут", "To done, 90%, working minutes"},
	"n_finished":    {"Завершено", "Finished"}, "n_rated": {"Оценено", "Rated"}, "rate": {"Оценено, %", "Rated, %"},
	"stars_1": {"Оценка 1", "Rating 1"}, "stars_2": {"Оценка 2", "Rating 2"}, "stars_3": {"Оценка 3", "Rating 3"}, "stars_4": {"Оценка 4", "Rating 4"}, "stars_5": {"Оценка 5", "Rating 5"},

	"n_open_now": {"Открыто", "Open"}, "n_waiting": {"Ждут клиента", "Wait for the client"}, "n_overdue": {"Просрочено", "Overdue"}, "n_done_week": {"Решено с понедельника", "Done since Monday"},

	// fields of the log that have no column
	"field_username": {"Ник", "Nick"}, "field_name": {"Имя (название)", "Name"}, "field_retired": {"Больше не предлагается", "Retired"}, "field_title": {"Название", "Title"}, "field_body": {"Текст", "Text"},
	"field_timezone": {"Часовой пояс", "Time zone"}, "field_week": {"Часы недели", "Hours of the week"}, "field_exceptions": {"Особые дни", "Special days"},
	"field_target_high": {"Срочно, рабочих часов", "High, working hours"}, "field_target_normal": {"Обычная, рабочих часов", "Normal, working hours"}, "field_target_low": {"Не срочно, рабочих часов", "Low, working hours"},
	"field_about": {"О фирме", "About the firm"}, "field_hours": {"Часы работы", "Hours"}, "field_logo": {"Логотип", "Logo"}, "field_address": {"Адрес", "Address"}, "field_files": {"Файлы", "Files"},
	"field_kpp": {"КПП", "KPP"}, "field_ogrn": {"ОГРН или ОГРНИП", "OGRN or OGRNIP"}, "field_contact": {"Контактное лицо", "Contact person"},
	"field_onec_configuration": {"Конфигурация 1С", "1C configuration"}, "field_onec_release": {"Релиз", "Release"}, "field_hosting": {"Где работает", "Where it runs"}, "field_contract_until": {"Договор до", "Contract until"},

	"weekdays": {"пн вт ср чт пт сб вс", "Mon Tue Wed Thu Fri Sat Sun"}, "day_off": {"выходной", "day off"},

	// values
	"is_new": {"Новая", "New"}, "is_in_progress": {"В работе", "In progress"}, "is_waiting": {"Ждёт клиента", "Waits for the client"}, "is_waiting_own": {"Ждёт вас", "Waits for you"}, "is_done": {"Решена", "Done"}, "is_closed": {"Закрыта", "Closed"},
	"is_low": {"Не срочно", "Low"}, "is_normal": {"Обычная", "Normal"}, "is_high": {"Срочно", "High"},
	"is_client": {"Клиент", "Client"}, "is_staff": {"Мы", "Us"}, "is_consultant": {"Консультант", "Consultant"}, "is_manager": {"Руководитель", "Manager"},
	"age_day": {"Сегодня", "Today"}, "age_3days": {"1–3 дня", "1–3 days"}, "age_week": {"4–7 дней", "4–7 days"}, "age_month": {"8–30 дней", "8–30 days"}, "age_older": {"Больше 30 дней", "Over 30 days"},
	"none": {"Нет", "None"}, "yes": {"да", "yes"}, "no": {"нет", "no"}, "is_cloud": {"В облаке", "In the cloud"}, "is_local": {"У клиента", "At the client"},
	"event_created": {"Создание", "Created"}, "event_edited": {"Правка", "Edited"}, "event_status": {"Статус", "Status"}, "event_assigned": {"Назначение", "Assigned"},
	"event_assessed": {"Оценка", "Rated"}, "event_archived": {"Удаление", "Deleted"}, "event_restored": {"Возврат", "Restored"}, "event_profile": {"Реквизиты", "Requisites"},
	"event_user": {"Люди", "People"}, "event_settings": {"Настройки", "Settings"},
}
