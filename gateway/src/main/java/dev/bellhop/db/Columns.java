package dev.bellhop.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Where the columns of a result are, by name. It is found out once for each query: the driver
/// reads every name anew for every result, which costs more than a row.
record Columns(Map<String, Integer> places) {
    /// There are some hundreds of queries; those with lists in them have several sizes.
    private static final int QUERIES_MAX = 2_000;

    /// A text that is longer is about so many rows that its columns hardly count.
    private static final int LENGTH_MAX = 4_000;

    private static final Map<String, Columns> KNOWN = new ConcurrentHashMap<>();

    Columns {
        places =
                Collections.unmodifiableMap(new HashMap<>(places)); // found sooner than in a copyOf
    }

    /// Those of a result.
    ///
    /// @param sql its query, which names its columns, so that it has the same whenever it is asked
    static Columns of(String sql, ResultSet rows) throws SQLException {
        var known = KNOWN.get(sql);
        if (known != null) {
            return known;
        }
        var found = read(rows);
        // Without any where MariaDB saw that nothing could be found, and did not look further.
        if (!found.places().isEmpty() && sql.length() <= LENGTH_MAX) {
            if (KNOWN.size() >= QUERIES_MAX) {
                KNOWN.clear();
            }
            KNOWN.put(sql, found);
        }
        return found;
    }

    private static Columns read(ResultSet rows) throws SQLException {
        var metaData = rows.getMetaData();
        var places = new HashMap<String, Integer>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            var name = metaData.getColumnLabel(i);
            if (places.put(name, i) != null) {
                throw new IllegalStateException("a query with two columns " + name);
            }
        }
        return new Columns(places);
    }

    /// The place of a column, from 1.
    int place(String name) {
        var place = places.get(name);
        if (place == null) {
            throw new IllegalStateException("the query has no column " + name);
        }
        return place;
    }
}
