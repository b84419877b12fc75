// Package desk owns the domain of the service desk: the workflow of tasks,
// comments and notes, people and their organisations, the desk's settings,
// notifications, the queue, the card of a client, bulk changes and the log.
//
// It stands on the packages of helpers and knows none of those that stand on it:
// what comes and goes by mail, reports, exports and the demo.
package desk
