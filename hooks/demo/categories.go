package demo

// demoCategories are the task categories of the demo firm.
var demoCategories = []string{"1С: ошибки и обновления", "Зарплата и кадры", "Налоги и отчётность", "Доступ и настройка"}

// demoSorted is the index in demoCategories of each of demoCases, in their order.
var demoSorted = []int{0, 2, 2, 2, 0, 3, 1, 2, 0, 0, 3, 2, 0, 1, 0, 2, 3, 2, 3, 3, 2, 1, 3, 2}

// firmSorted is the index in demoCategories of each of firmTopics, in their order;
// -1 is no category.
var firmSorted = []int{0, 2, 2, 1, 1, 3, 2, 0, 0, 0, 3, 3, 0, 2, 2, 2, 3, 0, 0, 1, 3, 2, 2, -1}

// makeCategories creates the categories and returns their ids in the order of
// demoCategories.
func (d *demoSeed) makeCategories() ([]string, error) {
	made := make([]string, len(demoCategories))
	for i, name := range demoCategories {
		r, err := d.blank("categories")
		if err != nil {
			return nil, err
		}
		r.Set("name", name)
		if err := d.app.Save(r); err != nil {
			return nil, err
		}
		made[i] = r.Id
	}
	return made, nil
}
