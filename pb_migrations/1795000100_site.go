package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// site is what the home page says of the firm: one record, edited in the
// dashboard and public.
func init() {
	m.Register(func(app core.App) error {
		site := core.NewBaseCollection("site")
		site.Fields.Add(
			&core.TextField{Name: "name", Max: 120, Presentable: true, Help: "Название фирмы."},
			&core.EditorField{Name: "about", MaxSize: 50_000, Help: "Рассказ о фирме на главной странице."},
			&core.TextField{Name: "phone", Max: 32, Help: "Телефон."},
			&core.EmailField{Name: "email", Help: "Почта."},
			&core.TextField{Name: "address", Max: 300, Help: "Адрес."},
			&core.TextField{Name: "hours", Max: 200, Help: "Часы работы, например: пн–пт 9:00–18:00."},
			&core.FileField{
				Name: "logo", MaxSelect: 1, MaxSize: 1 << 20, MimeTypes: []string{"image/png", "image/jpeg", "image/webp"},
				Thumbs: []string{"0x96"}, Help: "Логотип: PNG, JPEG или WebP до 1 МБ.",
			},
		)
		site.Fields.Add(dates()...)
		site.ListRule, site.ViewRule = everybody(), everybody()
		site.CreateRule, site.UpdateRule, site.DeleteRule = nil, nil, nil
		if err := app.Save(site); err != nil {
			return err
		}
		return app.Save(core.NewRecord(site))
	}, nil)
}
