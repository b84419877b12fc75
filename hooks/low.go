package hooks

// lowPage is the answer of GET /api/desk/low: ratings of up to 3 that nobody has
// answered yet, the one that waits longest first. Next is the offset of the
// following page and empty on the last; Total is how long the whole list is.
type lowPage struct {
	Items []lowItem `json:"items"`
	Next  string    `json:"next"`
	Total int       `json:"total"`
}

// lowItem is one low rating with its task. Rated is when it was given or last
// changed. ID is the assessment's: POST /api/desk/low/{id}/answered takes it off
// the list.
type lowItem struct {
	ID             string `db:"id" json:"id"`
	Rating         int    `db:"rating" json:"rating"`
	Comment        string `db:"comment" json:"comment"`
	Rated          string `db:"rated" json:"rated"`
	Task           string `db:"task" json:"task"`
	Number         int    `db:"number" json:"number"`
	Title          string `db:"title" json:"title"`
	Status         string `db:"status" json:"status"`
	Client         string `db:"client" json:"client"`
	ClientName     string `db:"client_name" json:"client_name"`
	Organization   string `db:"organization" json:"organization"`
	Consultant     string `db:"consultant" json:"consultant"`
	ConsultantName string `db:"consultant_name" json:"consultant_name"`
}
