package io.vmgate.simulator.api;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A column of a table.
 *
 * @param type the OpenAPI type: string, date, integer
 * @param wide whether kubectl shows it only with {@code -o wide}
 * @param cell reads the cell from the object
 */
record TableColumn(String name, String type, boolean wide, Function<JsonNode, JsonNode> cell) {}
