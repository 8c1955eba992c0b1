"""The only user of the Neo4j driver: sessions, managed transactions, and its errors in one clear line each.

The driver is imported when it is first used: that takes 0.3 s, which commands without Neo4j do not pay.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import Neo4jError

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session, SummaryCounters

SCHEMES = tuple(f"{name}{security}://" for name in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))
ASK_LIMIT = 60.0  # seconds for one question
FETCH = 5_000  # rows that are under way at once
RETRY_LIMIT = 30.0  # seconds in which a transaction that failed for a passing reason is tried again
AUTO = "treatykg load"  # by which statements that commit as they go are known to the server
PATIENCE = 2.0  # seconds to wait for a lock that another program may hold
LOCKED = ("LockClientStopped", "LockAcquisitionTimeout", "TransactionTimedOut", "TransactionTerminated")

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it warns of is said by the errors raised here


class NoServerError(Neo4jError):
    """Nothing answers at the address, or no longer."""


class BrokenOffError(Exception):
    """A statement that commits as it goes ended for a passing reason: some of it may be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Where a Neo4j server is and as whom to speak to it."""

    uri: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)  # "": the server asks for none
    database: str | None = None  # None: the user's home database
    files: Path | None = None  # folder that the server reads files from, if this program can write there

    @property
    def place(self) -> str:
        """How messages call it."""
        return f"database {self.database!r} at {self.uri}" if self.database else self.uri


class Server:
    """An open session; each call is one managed transaction."""

    def __init__(self, driver: Driver, session: Session, database: str | None) -> None:
        self._driver, self._session, self._database = driver, session, database

    @contextmanager
    def beside(self) -> Iterator[Server]:
        """Another session, for work at the same time: one session is for one thread."""
        with self._driver.session(database=self._database, fetch_size=FETCH) as session:
            yield Server(self._driver, session, self._database)

    def read(self, cypher: str, limit: float | None = None, **params: Any) -> tuple[list[str], list[list[Any]]]:
        """Columns and rows of a reading statement; `limit` in seconds is kept by the server."""
        from neo4j import unit_of_work

        @unit_of_work(timeout=limit)
        def work(tx: ManagedTransaction) -> tuple[list[str], list[list[Any]]]:
            result = tx.run(cypher, params)
            return list(result.keys()), [record.values() for record in result]

        return self._session.execute_read(work)

    def stream(self, cypher: str, **params: Any) -> Iterator[list[Any]]:
        """The rows of a reading statement one by one: for more of them than memory should hold."""
        with self._session.begin_transaction() as tx:
            for record in tx.run(cypher, params):
                yield record.values()

    def auto(self, cypher: str, **params: Any) -> list[list[Any]]:
        """The rows of a statement that commits by itself as it goes.

        Raises BrokenOffError where a transaction would be tried again: only the caller can tell what is left to do.
        """
        from neo4j import Query
        from neo4j.exceptions import Neo4jError as ServerError

        try:
            return [record.values() for record in self._session.run(Query(cypher, metadata={"app": AUTO}), params)]
        except ServerError as error:
            if error.is_retryable():
                raise BrokenOffError(_first_line(error)) from error
            raise

    @contextmanager
    def alone(self, cypher: str, otherwise: str) -> Iterator[Callable[[], object]]:
        """Hold what a statement locks, which is never committed; the server lets go of it if this program dies.

        Given is a check that raises if it is held no longer. Raises Neo4jError(`otherwise`) if another one holds it.
        """
        from neo4j.exceptions import Neo4jError as ServerError

        try:
            with self._session.begin_transaction(timeout=PATIENCE) as tx:
                tx.run(cypher).consume()
                tx.rollback()
        except ServerError as error:
            if any(part in str(error.code) for part in LOCKED):
                raise Neo4jError(otherwise) from error
            raise
        with self._session.begin_transaction(timeout=0) as tx:  # 0: as long as it takes
            tx.run(cypher).consume()
            yield lambda: tx.run("RETURN 1").consume()
            tx.rollback()

    def write_and_read(self, cypher: str, **params: Any) -> list[list[Any]]:
        """The rows of a statement that writes."""
        return self._session.execute_write(lambda tx: [record.values() for record in tx.run(cypher, params)])

    def write(self, cypher: str, **params: Any) -> SummaryCounters:
        """Run a writing statement and say what it changed."""
        return self._session.execute_write(lambda tx: tx.run(cypher, params).consume().counters)


@contextmanager
def opened(connection: Connection) -> Iterator[Server]:
    """A session with the server.

    Raises Neo4jError, with one line that says what is wrong, for anything that goes wrong with the server inside.
    """
    if not connection.uri.startswith(SCHEMES):
        raise Neo4jError(f"{connection.uri!r} is not the address of a Neo4j server, such as neo4j://localhost:7687")
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError
    from neo4j.exceptions import Neo4jError as ServerError

    reached = False
    try:
        with (
            GraphDatabase.driver(
                connection.uri,
                auth=(connection.user, connection.password) if connection.password else None,
                connection_timeout=10,
                connection_acquisition_timeout=20,
                max_transaction_retry_time=RETRY_LIMIT,
                notifications_min_severity="OFF",
            ) as driver,
            driver.session(database=connection.database, fetch_size=FETCH) as session,
        ):
            driver.verify_connectivity()
            reached = True
            yield Server(driver, session, connection.database)
    except (DriverError, ServerError) as error:
        raise explained(error, connection, reached=reached) from error
    except (OSError, ValueError) as error:
        if reached:  # not of the driver's making
            raise
        raise Neo4jError(f"{connection.uri!r} is no address to connect to: {_first_line(error)}") from error


def explained(error: Exception, connection: Connection, *, reached: bool) -> Neo4jError:
    """What the driver or the server raised, as one line that says what to do."""
    from neo4j.exceptions import ServiceUnavailable, SessionExpired

    if isinstance(error, ServiceUnavailable | SessionExpired):
        if reached:
            return NoServerError(f"the Neo4j at {connection.uri} stopped answering; start it and run the command again")
        told = "\n".join(map(str, [error, *getattr(error.__cause__, "exceptions", ())]))  # a router's are behind it
        reason = next((hint for part, hint in HINTS.items() if part in told), "nothing answers")
        return NoServerError(
            f"no Neo4j at {connection.uri}: {reason}; check NEO4J_URI, or start a local one with: treatykg neo4j up"
        )
    code = str(getattr(error, "code", None) or "")
    for part, text in MEANINGS.items():
        if part in code:
            return Neo4jError(text.format(place=connection.place, user=connection.user, message=_first_line(error)))
    return Neo4jError(f"Neo4j at {connection.place}: {_first_line(error)}")


HINTS = {
    "DNS": "no such host is known",
    "SSLCertVerificationError": "its certificate is not one that this machine trusts; +ssc in place of +s takes any",
    "incomplete handshake": "it ends connections that are not encrypted; bolt+s:// or neo4j+s:// is",
    "SSL": "it does not take the encrypted connections that +s asks for",
}
MEANINGS = {
    "Unauthorized": "{place} refuses user {user!r} with this password; see NEO4J_USERNAME and NEO4J_PASSWORD",
    "AuthenticationRateLimit": "{place} was given too many wrong passwords for user {user!r}; wait a minute",
    "CredentialsExpired": "the password of user {user!r} at {place} must be changed before it can be used",
    "DatabaseNotFound": "there is no {place}; see NEO4J_DATABASE",
    "DatabaseUnavailable": "{place} is not available: {message}",
    "TransactionLogError": "{place} cannot write its log, the disk may be full ({message}); "
    "stop it first, then make room, start it, and run the command again",
    "TransactionStartFailed": "{place} must be stopped and started again ({message}); if its disk is full, "
    "make room in between",
    "AccessMode": "the question would write; only reading ones are asked",
    "ReadOnly": "{place} is read-only: {message}",
    "Forbidden": "user {user!r} may not do this in {place}: {message}",
    "NotALeader": "{place} takes no writes; use an address that starts with neo4j://",
    "TransactionTimedOut": "the question took too long and was ended by {place}",
    "Transaction.Terminated": "{place} was told by its administrator to end this; run the command again",
    "OutOfMemory": "{place} has not enough memory for this: {message}",
    "Schema": "{place} holds nodes or indexes of another program that clash with treatykg's ({message}); "
    "use a database of its own, by NEO4J_DATABASE",
    "Statement": "Neo4j cannot run the Cypher: {message}",
}


def telling(errors: Sequence[Exception]) -> Exception:
    """Of errors that came together, the one that says why: a log that cannot be written stops all other work too."""
    return next((error for error in errors if "TransactionLogError" in str(getattr(error, "code", ""))), errors[0])


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "message", None) or error).strip()
    return text.splitlines()[0][:300].rstrip(".:") if text else type(error).__name__


def ping(connection: Connection) -> str:
    """The server's name and version: `Neo4j/5.26.10`.

    Raises Neo4jError if it cannot be reached, refuses the user, or has no such database.
    """
    with opened(connection) as server:
        return str(server.read("CALL dbms.components() YIELD name, versions RETURN 'Neo4j ' + versions[0]")[1][0][0])


def ask(
    connection: Connection, cypher: str, params: Mapping[str, Any], *, limit: float = ASK_LIMIT
) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows of a reading question, as plain Python values; days are `datetime.date`.

    Raises Neo4jError if the question writes, is not Cypher, or takes longer than `limit` seconds.
    """
    with opened(connection) as server:
        columns, rows = server.read(cypher, limit, **params)
    return columns, [[_plain(value) for value in row] for row in rows]


def _plain(value: Any) -> Any:
    if hasattr(value, "to_native"):  # dates and times
        return value.to_native()
    if isinstance(value, Mapping):  # nodes and edges too
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(part) for part in value]
    return value
