package peers

import "time"

// timePerClose is how long one of the hands takes at least to close a task: each has as
// many to close as a slice of time allows.
const timePerClose = 100 * time.Millisecond

// journey is what a client does: create a task, look at the own ones and at it, edit
// it, and close it with a rating. At Otklik a client can rate only what somebody works
// on: a consultant takes the task in between, which is not counted as a request, but
// its processor time is.
func journey(hands int, slice time.Duration) workload {
	return workload{name: "journey", hands: hands, slice: slice, next: (*hand).nextOfJourney}
}

func (h *hand) nextOfJourney() step {
	h.at++
	switch h.at {
	case 1:
		return step{"create", h.post}
	case 2:
		return step{"list", h.list}
	case 3:
		return step{"view", func() error { return h.view(h.id) }}
	case 4:
		return step{"edit", h.rewrite}
	case 5:
		if h.consultant != nil {
			return step{"", func() error { return h.consultant.take(h.id) }}
		}
	}
	h.at = 0
	return step{"close", func() error { return h.rate(h.id) }}
}

// creates has everybody create one task after another.
func creates(hands int, slice time.Duration) workload {
	return workload{name: "create", hands: hands, slice: slice, next: func(h *hand) step { return step{"create", h.post} }}
}

// edits has everybody edit a task, a fresh one in each slice.
func edits(hands int, slice time.Duration) workload {
	return workload{name: "edit", hands: hands, slice: slice, ready: (*hand).post, next: func(h *hand) step { return step{"edit", h.rewrite} }}
}

// closes has everybody close and rate tasks that a consultant has taken.
func closes(hands int, slice time.Duration) workload {
	return workload{name: "close with a rating", hands: hands, slice: slice, ready: stock(max(1, int(slice/timePerClose))), next: func(h *hand) step {
		if len(h.stock) == 0 {
			return step{}
		}
		id := h.stock[0]
		h.stock = h.stock[1:]
		return step{"close", func() error { return h.rate(id) }}
	}}
}

// stock has a hand create tasks to close.
func stock(tasks int) func(h *hand) error {
	return func(h *hand) error {
		for len(h.stock) < tasks {
			if err := h.postTaken(); err != nil {
				return err
			}
			h.stock = append(h.stock, h.id)
		}
		return nil
	}
}

// comments has everybody comment on a task that a consultant has, a fresh one in each
// slice. Only Otklik has comments.
func comments(hands int, slice time.Duration) workload {
	return workload{name: "comment", hands: hands, slice: slice, ready: (*hand).postTaken, next: func(h *hand) step {
		return step{"comment", func() error { return h.person.(commenter).comment(h.id, h.firm.some(h.rand).title) }}
	}}
}

// queues has the manager look at the queue: half of the time by status, then all, by
// consultant, by both, and older pages.
func queues(hands int, slice time.Duration) workload {
	return workload{name: "queue", hands: hands, slice: slice, manager: true, next: func(h *hand) step {
		f := h.someFilter()
		return step{"queue", func() error { return h.queue(f) }}
	}}
}

func (h *hand) someFilter() filter {
	statuses := []string{"new", "in_progress", "done", "closed"}
	f, consultant := filter{page: 1}, &h.firm.consultants[h.rand.IntN(len(h.firm.consultants))]
	switch p := h.rand.IntN(100); {
	case p < 50:
		f.status = statuses[h.rand.IntN(len(statuses))]
	case p < 65:
	case p < 80:
		f.consultant = consultant
	case p < 90:
		f.status, f.consultant = []string{"in_progress", "closed"}[h.rand.IntN(2)], consultant
	default:
		f.status, f.page = "closed", 2+h.rand.IntN(9)
	}
	return f
}

// post creates a task and takes it in hand.
func (h *hand) post() (err error) {
	t := h.firm.some(h.rand)
	h.id, err = h.create(t.title, t.about)
	return err
}

// postTaken creates a task that a consultant takes.
func (h *hand) postTaken() error {
	if err := h.post(); err != nil || h.consultant == nil {
		return err
	}
	return h.consultant.take(h.id)
}

func (h *hand) rewrite() error {
	t := h.firm.some(h.rand)
	return h.edit(h.id, t.title, t.about)
}

func (h *hand) rate(id string) error {
	return h.close(id, 1+h.rand.IntN(5), "Спасибо, всё работает")
}
