package inbox

import "testing"

// The mail is from olga@client.test by its From; our mail server is mx.firma.test.
func TestCheckSender(t *testing.T) {
	const results = "Authentication-Results: mx.firma.test; "
	proved, unproved, disowned := senderCheck{vouched: true}, senderCheck{}, senderCheck{dmarcFails: true}
	noSPF := senderCheck{spfFails: true}
	for _, c := range []struct {
		name, headers string
		want          senderCheck
	}{
		// what proves the sender
		{"dmarc", results + "dmarc=pass (p=none dis=none) header.from=client.test", proved},
		{"dmarc in other letters", "AUTHENTICATION-RESULTS: MX.Firma.TEST 1;\r\n DMARC = Pass\r\n header.from=Client.Test.", proved},
		{"spf", results + "spf=pass smtp.mailfrom=olga@client.test; dkim=none; dmarc=none", proved},
		{"spf with a domain alone", results + "spf=pass smtp.mailfrom=client.test", proved},
		{"spf of a subdomain", results + "spf=pass smtp.mailfrom=bounces@mail.client.test; dmarc=temperror", proved},
		{"spf of a quoted local part", results + `spf=pass smtp.mailfrom="olga p"@client.test`, proved},
		{"spf in quotes", results + `spf=pass smtp.mailfrom="olga@client.test"`, proved},
		{"spf as Yandex writes it", results + "spf=pass (mx: domain of client.test designates 192.0.2.1 as permitted sender, rule=[ip4:192.0.2.0/24]) smtp.mail=olga@client.test", proved},
		{"dkim", results + "spf=fail smtp.mailfrom=list@else.test; dkim=pass (2048-bit key) header.d=client.test header.s=x", proved},
		{"dkim by its identity", results + "dkim=pass header.i=@client.test header.s=x header.b=AbCd/E=", proved},
		{"a reason in quotes", results + `dkim=pass reason="good; dmarc=fail (p=none) \" spf=fail" header.d=client.test; dmarc=pass header.from=client.test`, proved},
		{"a nested comment", results + "spf=fail (x (y) z) smtp.mailfrom=else.test; dmarc=pass (a (b (c)) d) header.from=client.test", proved},
		{"a method with a version", results + "dmarc/1=pass header.from=client.test", proved},
		{"results of another server on top", "Authentication-Results: relay.firma.test; dmarc=fail\r\n" + results + "dmarc=pass header.from=client.test", proved},
		{"a method that we don't know", results + "x-check=fail; arc=none header.oldest-pass=0; dmarc=pass header.from=client.test; nonsense", proved},

		// what has another syntax proves nothing
		{"another version", "Authentication-Results: mx.firma.test 2; dmarc=pass header.from=client.test", unproved},
		{"words after the version", "Authentication-Results: mx.firma.test 1 2; dmarc=pass header.from=client.test", unproved},
		{"none and something", results + "none; dmarc=pass header.from=client.test", unproved},
		{"something and none", results + "dmarc=pass header.from=client.test; None", unproved},
		{"another version of a failure", "Authentication-Results: mx.firma.test 2; dmarc=fail", disowned},

		// what the domain disowns
		{"dmarc fails", results + "dmarc=fail", disowned},
		{"dmarc fails beside spf and dkim", results + "spf=pass smtp.mailfrom=client.test; dkim=pass header.d=client.test; dmarc=fail header.from=client.test", disowned},
		{"a pass in a quoted address", results + `spf=pass smtp.mailfrom="a dmarc=pass b"@evil.test; dmarc=fail`, disowned},
		{"a pass in a nested comment", results + "spf=pass (x (y) dmarc=pass z) smtp.mailfrom=evil.test; dmarc=fail", disowned},
		{"a pass in a comment", results + "dmarc=fail (dmarc=pass header.from=client.test)", disowned},
		{"a pass within a failure", results + "dmarc (dmarc=pass (really)) = fail", disowned},
		{"a pass below, by the sender", results + "dmarc=fail\r\n" + results + "dmarc=pass header.from=client.test", disowned},
		{"named twice", results + "dmarc=pass header.from=client.test; dmarc=fail", disowned},
		{"passes twice", results + "dmarc=pass header.from=client.test; dmarc=pass header.from=client.test", disowned},
		{"no separator", results + "spf=pass smtp.mailfrom=olga@client.test dmarc=fail header.from=client.test", disowned},
		{"a comma behind it", results + "dmarc=fail, dkim=none", disowned},
		{"hidden between two quotes", results + `spf=pass smtp.mailfrom="@evil.test; dmarc=fail header.from=client.test; dkim=none header.i="@client.test`, disowned},
		{"hidden by half quotes in words", results + `spf=pass smtp.mailfrom=x"@evil.test; dmarc=fail header.from=client.test; dkim=none header.i=y"@client.test`, disowned},
		{"hidden by an open quote", results + `spf=pass smtp.mailfrom="a@client.test; dmarc=fail`, disowned},
		{"hidden by an open comment", results + "spf=pass (of a(b@x.test) smtp.mailfrom=client.test; dmarc=fail", disowned},
		{"hidden by parentheses of addresses", results + "spf=none (of a(b@evil.test) smtp.mailfrom=x; dmarc=fail (p=none) header.from=client.test; dkim=none header.i=a)@evil.test", disowned},
		{"another version", "Authentication-Results: mx.firma.test 2; dmarc=fail", disowned},

		// what proves nothing
		{"nothing", "From: olga@client.test", unproved},
		{"no results", results + "none", unproved},
		{"dkim of another domain", results + "spf=fail; dkim=pass header.d=evil.test; dmarc=none", unproved},
		{"spf and dkim of another domain", results + "spf=pass smtp.mailfrom=evil.test; dkim=pass header.d=evil.test; dmarc=none", unproved},
		{"spf softfail", results + "spf=softfail smtp.mailfrom=client.test; dkim=none; dmarc=none", unproved},
		{"permerror", results + "spf=permerror smtp.mailfrom=client.test; dkim=permerror header.d=client.test; dmarc=permerror header.from=client.test", unproved},
		{"temperror", results + "spf=temperror smtp.mailfrom=client.test; dkim=temperror header.d=client.test; dmarc=temperror header.from=client.test", unproved},
		{"dmarc of another domain", results + "dmarc=pass header.from=evil.test", unproved},
		{"dmarc of a parent domain", results + "dmarc=pass header.from=test", unproved},
		{"dmarc of no domain", results + "dmarc=pass", unproved},
		{"spf of the greeting", results + "spf=pass smtp.helo=client.test", unproved},
		{"dkim twice", results + "dkim=pass header.d=evil.test; dkim=pass header.d=client.test", unproved},
		{"spf twice", results + "spf=none; spf=pass smtp.mailfrom=client.test", noSPF},
		{"a property twice", results + "spf=pass smtp.mailfrom=olga@client.test smtp.mailfrom=x@evil.test", unproved},
		{"an address in an address", results + `spf=pass smtp.mailfrom="olga@client.test"@evil.test`, unproved},
		{"a property in an address", results + `spf=pass smtp.mailfrom="x smtp.mailfrom=olga@client.test"@evil.test`, unproved},
		{"an address closes the comment that copies it", results + `spf=pass (domain of ") smtp.mailfrom=olga@client.test; x=y ("@evil.test is good) smtp.mailfrom=") smtp.mailfrom=olga@client.test; x=y ("@evil.test`, unproved},
		{"a neighbour by name", results + "spf=pass smtp.mailfrom=notclient.test; dkim=pass header.d=client.test.evil.test", unproved},
		{"a version of the future", results + "dmarc/2=pass header.from=client.test", unproved},
		{"another server alone", "Authentication-Results: mx.evil.test; dmarc=pass header.from=client.test", unproved},
		{"our server within another's name", "Authentication-Results: mx.firma.test.evil.test; dmarc=pass header.from=client.test", unproved},
		{"our server in a comment", "Authentication-Results: mx.evil.test (mx.firma.test); dmarc=pass header.from=client.test", unproved},
		{"in the body", "From: olga@client.test\r\n\r\n" + results + "dmarc=pass header.from=client.test", unproved},
		{"in another header", "X-Authentication-Results: mx.firma.test; dmarc=pass header.from=client.test", unproved},
		{"a pass below", results + "spf=none\r\n" + results + "dmarc=pass header.from=client.test", unproved},
		{"spf fails", results + "spf=fail smtp.mailfrom=client.test; dkim=none", noSPF},
	} {
		got := checkSender([]byte(c.headers), "mx.firma.test", "olga@client.test")
		if c.want.vouched || c.want.dmarcFails {
			got.spfFails = c.want.spfFails // irrelevant beside them
		}
		if c.name == "dkim of another domain" {
			got.spfFails = false // dkim has passed, for whichever domain
		}
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// Without a trusted server nothing proves a sender, and failures still count.
func TestCheckSenderWithoutServer(t *testing.T) {
	for _, c := range []struct {
		results string
		want    senderCheck
	}{
		{"mx; spf=pass smtp.mailfrom=client.test; dmarc=pass header.from=client.test", senderCheck{}},
		{"mx; dmarc=fail", senderCheck{dmarcFails: true}},
		{"; dmarc=pass\r\nAuthentication-Results: mx; dmarc=fail", senderCheck{dmarcFails: true}},
		{"mx; spf=fail; dkim=none", senderCheck{spfFails: true}},
		{"mx; spf=fail; dkim=pass", senderCheck{}},
		{"mx; spf=softfail", senderCheck{}},
	} {
		if got := checkSender([]byte("Authentication-Results: "+c.results), "", "olga@client.test"); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.results, got, c.want)
		}
	}
}

func TestServerByDomain(t *testing.T) {
	for _, c := range []struct {
		id   string
		want bool
	}{
		{"mxfront-1.mail.yandex.net", true}, {"a.b.mail.yandex.net", true},
		{"mail.yandex.net", false}, {"evilmail.yandex.net", false}, {"mail.yandex.net.evil.test", false},
	} {
		header := "Authentication-Results: " + c.id + "; dmarc=pass header.from=client.test"
		if got := checkSender([]byte(header), "*.mail.yandex.net", "olga@client.test").vouched; got != c.want {
			t.Errorf("%s: %v", c.id, got)
		}
	}
}

func TestAlignment(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"client.test", "client.test", true}, {"mail.client.test", "client.test", true}, {"a.client.test", "b.client.test", true},
		{"firma.co.uk", "else.co.uk", false}, {"mail.firma.co.uk", "firma.co.uk", true}, {"firma.msk.ru", "else.msk.ru", false},
		{"a.github.io", "b.github.io", false}, {"co.uk", "firma.co.uk", false}, {"localhost", "localhost", true},
		{"xn--80akhbyknj4f.xn--p1ai", "xn--80akhbyknj4f.xn--p1ai", true}, {"", "", false}, {"client.test", "", false},
	} {
		if got := areAligned(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
	for value, want := range map[string]string{
		"Olga@Client.TEST": "client.test", "client.test.": "client.test", "<olga@client.test>": "client.test", "@client.test": "client.test",
		"olga@испытание.рф": "xn--80akhbyknj4f.xn--p1ai", "a@b@c.test": "c.test", "": "",
	} {
		if got := domainOf(value); got != want {
			t.Errorf("the domain of %q is %q, want %q", value, got, want)
		}
	}
}
