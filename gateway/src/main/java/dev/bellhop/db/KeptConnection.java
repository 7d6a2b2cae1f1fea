package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/// Keeps a transaction's connection until the transaction is committed or rolled back. DbClient
/// gives it back to the pool as soon as a query in it fails, an `INSERT … RETURNING` that met a
/// unique key for one, and with it everything that the transaction has done; our transactions go on
/// after that.
///
/// It also begins transactions by saying so, where DbClient turns the session's autocommit off and
/// the pool has to turn it on again: a round trip less for each.
final class KeptConnection implements InvocationHandler {
    private final Connection connection;
    private final Pool.Mode mode;
    private boolean inTransaction;

    private KeptConnection(Connection connection, Pool.Mode mode) {
        this.connection = connection;
        this.mode = mode;
    }

    static Connection of(Connection connection, Pool.Mode mode) {
        return (Connection)
                Proxy.newProxyInstance(
                        KeptConnection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        new KeptConnection(connection, mode));
    }

    @Override
    public @Nullable Object invoke(
            Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "setAutoCommit" -> {
                if (arguments != null && Boolean.FALSE.equals(arguments[0])) {
                    begin();
                    return null;
                }
            }
            case "commit", "rollback" -> inTransaction = false; // whether it works or not
            case "close" -> {
                if (inTransaction) {
                    return null;
                }
            }
            default -> {}
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /// DbClient says it before every statement of a transaction.
    private void begin() throws SQLException {
        if (inTransaction) {
            return;
        }
        inTransaction = true;
        if (mode == Pool.Mode.TRANSACTIONS_ONLY) {
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.execute("START TRANSACTION");
        }
    }
}
