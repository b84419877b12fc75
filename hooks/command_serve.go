package hooks

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/cmd"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/spf13/cobra"

	"otklik/hooks/lifecycle"
	"otklik/hooks/mail/smtpd"
	"otklik/hooks/web"
)

// serveCommand returns PocketBase's serve command. It prints three lines instead of
// the banner, and does not run the installer, which would open a browser.
func serveCommand(app core.App, open *folderOpener) *cobra.Command {
	command := cmd.NewServeCommand(app, false)
	command.Short = "Запустить сервер (по умолчанию http://127.0.0.1:8090)"
	in := &smtpd.Config{}
	command.Flags().StringVar(&in.Address, "mail-in", "", "принимать почту: 127.0.0.1:2525 — по SMTP, lmtp://127.0.0.1:24 или путь сокета — по LMTP")
	command.Flags().StringVar(&in.CertFile, "mail-in-cert", "", "сертификат (PEM), чтобы принимать почту и с STARTTLS")
	command.Flags().StringVar(&in.KeyFile, "mail-in-key", "", "ключ этого сертификата (PEM)")
	origins := command.Flag("origins")
	origins.Usage, origins.DefValue = "чужие сайты, чьи страницы могут обращаться к API: https://my.firma.ru; без ключа — никакие", ""
	smtpd.Register(app, in)
	app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{
		Id: "otklikBanner", Priority: 9999,
		Func: func(e *core.ServeEvent) error {
			e.InstallerFunc = nil
			if !origins.Changed {
				e.Router.Unbind(apis.DefaultCorsMiddlewareId) // it lets every site in
			}
			if command.Flags().NArg() > 0 {
				web.RequireHTTPS(app)
			}
			web.AllowH2C(e.Server)
			lifecycle.ReleaseIdleMemory(e)
			if err := web.ListenAnywhere(e); err != nil {
				return err
			}
			if err := e.Next(); err != nil {
				return err
			}
			printWelcome(os.Stdout, command, e, in.Address)
			if open.created {
				announceNew(os.Stdout, app.DataDir())
				open.created = false // said
			}
			return nil
		},
	})
	return command
}

func printWelcome(w io.Writer, command *cobra.Command, e *core.ServeEvent, mailIn string) {
	address := pageAddress(command, e)
	fmt.Fprintf(w, "Страница для клиентов:   %s/\n", address)
	fmt.Fprintf(w, "Панель администратора:   %s/_/\n", address)
	fmt.Fprintf(w, "Первый администратор:    %s superuser create ПОЧТА ПАРОЛЬ%s\n", os.Args[0], dirFlag(command))
	if mailIn != "" {
		fmt.Fprintf(w, "Почта принимается:       %s\n", mailIn)
	}
}

// dirFlag returns the --dir flag for another command if this one was given it.
func dirFlag(command *cobra.Command) string {
	dir := command.Flag("dir")
	if dir == nil || !dir.Changed {
		return ""
	}
	if strings.ContainsAny(dir.Value.String(), " \t") {
		return fmt.Sprintf(" --dir %q", dir.Value)
	}
	return " --dir " + dir.Value.String()
}

// pageAddress returns the URL of the page without a trailing slash.
func pageAddress(command *cobra.Command, e *core.ServeEvent) string {
	if domains := command.Flags().Args(); len(domains) > 0 {
		return "https://" + domains[0]
	}
	scheme := "http://"
	if https, _ := command.Flags().GetString("https"); https != "" {
		scheme = "https://"
	}
	return scheme + e.Server.Addr
}
