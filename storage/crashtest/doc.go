// Package crashtest has the tests that end things in the middle: the program with kill -9, the
// database server, its connections, the disk, the clock, a migration. Nothing that was answered may
// be lost then, and nothing may be half there.
//
// The kill test ([TestKilledOnSQLite], [TestKilledOnPostgres]) runs the real program under load. It is
// short among the ordinary tests; CRASH_KILLS says how often to kill, for each engine (make crash). A
// failing run tells its seed; CRASH_SEED takes the same decisions again.
package crashtest
