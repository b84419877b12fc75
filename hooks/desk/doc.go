// Package desk owns the domain of the service desk: the workflow of tasks,
// comments and notes, people and their organisations, the desk's settings,
// notifications, the queue, the card of a client, bulk changes and the log.
//
// It imports the helper packages, and none of the packages built on it: mail,
// reports, exports and the demo.
package desk
