package demo

import (
	"context"
	"fmt"
	"strings"

	"otklik/hooks/actor"
	"otklik/hooks/records"
)

// people adds the rest of the staff, and clients up to n, to the people of the small
// firm. Clients earlier in f.clients get more tasks.
func (f *demoFirm) people(w *firmWriter, n int) error {
	var password string
	if err := f.read("SELECT id, '', name FROM users WHERE role = '"+actor.RoleConsultant+"'", func(c firmClient) { f.staff = append(f.staff, c.id) }); err != nil {
		return err
	}
	if err := f.read("SELECT u.id, p.id, u.name FROM users u JOIN profiles p ON p.user = u.id ORDER BY u.rowid", func(c firmClient) { f.clients = append(f.clients, c) }); err != nil {
		return err
	}
	if err := f.read("SELECT id, '', '' FROM users WHERE role = '"+actor.RoleManager+"' LIMIT 1", func(c firmClient) { f.boss = c.id }); err != nil {
		return err
	}
	if err := f.read("SELECT id, '', '' FROM categories ORDER BY rowid", func(c firmClient) { f.categories = append(f.categories, c.id) }); err != nil {
		return err
	}
	if err := f.read("SELECT password, '', '' FROM users LIMIT 1", func(c firmClient) { password = c.id }); err != nil {
		return err
	}
	since := records.StoredTime(f.now.AddDate(-firmYears, 0, -1))
	for _, p := range firmMoreStaff {
		id, err := f.person(w, p, password, since)
		if err != nil {
			return err
		}
		if p.role == actor.RoleConsultant {
			f.staff = append(f.staff, id)
		}
	}
	for i := len(f.clients); i < n; i++ {
		if err := f.client(w, i, password, since); err != nil {
			return err
		}
	}
	f.clients = f.clients[:min(n, len(f.clients))]
	return nil
}

// read calls each for the rows of a query with three text columns.
func (f *demoFirm) read(query string, each func(firmClient)) error {
	rows, err := f.db.QueryContext(context.Background(), query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c firmClient
		if err := rows.Scan(&c.id, &c.profile, &c.name); err != nil {
			return err
		}
		each(c)
	}
	return rows.Err()
}

func (f *demoFirm) person(w *firmWriter, p demoPerson, password, since string) (id string, err error) {
	id = f.id("users")
	return id, w.add("users", id, p.nick, p.nick+"@example.com", password, strings.Repeat(id, 3), p.name, p.role, "ru", true, since, since)
}

// client adds the i-th client. Every ninth belongs to an organisation that already
// has a client.
func (f *demoFirm) client(w *firmWriter, i int, password, since string) error {
	who := i
	name := firmNames[f.rand.IntN(len(firmNames))] + " " + firmSurnames[f.rand.IntN(len(firmSurnames))]
	if i%9 == 8 {
		who = i - 8
	}
	id, err := f.person(w, demoPerson{fmt.Sprintf("client%05d", i), name, actor.RoleClient}, password, since)
	if err != nil {
		return err
	}
	profile := f.id("profiles")
	organization, inn, kpp := firmOrganization(who)
	address := fmt.Sprintf("%s, %s, %d", firmCities[who%len(firmCities)], firmStreets[who/7%len(firmStreets)], 1+who%120)
	f.clients = append(f.clients, firmClient{id, profile, name})
	return w.add("profiles", profile, id, organization, inn, kpp, fmt.Sprintf("+7 9%02d %03d-%02d-%02d", who%90, who/10%1000, who%100, who/3%100), address, name, since, since)
}

// firmOrganization generates an organisation with a valid INN.
func firmOrganization(i int) (name, inn, kpp string) {
	kind := firmKinds[i%len(firmKinds)]
	if kind == "ИП" {
		return fmt.Sprintf("ИП %s %c. %c.", firmSurnames[i/8%len(firmSurnames)], []rune("АВГДЕИКЛМНОПРСТ")[i/3%15], []rune("АВГДЕИКЛМНОПРСТ")[i/11%15]),
			completeINN(fmt.Sprintf("%02d%08d", 10+i%80, 10_000_000+i*37)), ""
	}
	name = fmt.Sprintf("%s «%s%s»", kind, firmFirst[i/len(firmKinds)%len(firmFirst)], strings.ToLower(firmSecond[i/3%len(firmSecond)]))
	if round := i / (len(firmFirst) * len(firmKinds)); round > 0 {
		name = strings.TrimSuffix(name, "»") + fmt.Sprintf(" %d»", round+1)
	}
	region := 10 + i%80
	return name, completeINN(fmt.Sprintf("%02d%07d", region, 1_000_000+i*37)), fmt.Sprintf("%02d0101001", region)
}
