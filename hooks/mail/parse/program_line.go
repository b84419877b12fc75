package parse

// programs are the devices and the mail programs that sign mails, as patterns. What
// people themselves send, as «Отправлено из банка», names none of them.
const programs = `iphone|ipad|айфона|айпада|android|андроида?|galaxy|samsung|huawei|xiaomi|redmi|honor|realme|poco|pixel|oppo|vivo|tecno|nokia|lenovo|oneplus|` +
	`outlook|windows|thunderbird|the bat!?|apple mail|airmail|bluemail|blue mail|spark|protonmail|proton mail|gmail|fairemail|k-9 mail|k-9|aquamail|aqua mail|edison mail|newton mail|canary|mailspring|emclient|em client|` +
	`mymail|my\.com|mail\.ru|почты mail\.ru|mail для|яндекс|yandex|rambler|рамблер|vk workspace|vk workmail|vk почт[аы]|вк почт[аы]|vk mail|мойофис|myoffice|р7-офис|zimbra|communigate|workmail|yahoo|aol|zoho|ukr\.net|i\.ua|meta\.ua|tut\.by`

// kinds are the common nouns that may stand before a program.
const programKinds = `моего|моей|моёго|своего|my|meinem|meiner|mon|mi|mio|mijn|min|mojego|мого|моєї|майго|мобильного|мобильной|мобильная|мобильный|приложения|почты|почтового|почтовой|программы|клиента|смартфона|телефона|` +
	`устройства|планшета|для|the|мобільного|пошти|додатку|додатка|телефону`

// programLine matches the last line of a mail that only names a program or a device.
const programLine = `(?i)^\s*(?:` +
	`(?:отправлено|написано|послано|надіслано|відправлено|адпраўлена|даслана|sent|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|wysłano|odesláno)\s+` +
	`(?:с помощью|через|посредством|за допомогою|с|со|із|из|з|зі|з дапамогай|from|via|with|using|von|mit|über|de|depuis|avec|desde|da|dal|vanaf|met|från|fra|z|ze|přes)\s+` +
	`(?:(?:` + programKinds + `)\s+){0,4}(?:` + programs + `)(?:[\s\-.,!–—:(/][^\n]{0,120})?` +
	`|von mein(?:em|er) (?:` + programs + `)[^\n]{0,40} gesendet|(?:` + programs + `)(?:дан|дең|нан|тан|ден|тен) жіберілді|iphone['’]?umdan gönderildi` +
	`|(?:отправлено|надіслано|відправлено) з? ?(?:с )?мобил?ьного (?:устройства|телефона)` +
	`|(?:скачать|получить|загрузить|завантажити|отримати|get|holen sie sich|télécharger|obtener|download)\s+outlook\s+(?:для|for|für|pour|para)\s+(?:ios|android|mac)[^\n]{0,120}` +
	`)\s*$`
