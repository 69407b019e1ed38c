package dev.freshet.node.admin;

import java.util.Map;

/// What somebody asks of the admin port.
///
/// @param path decoded, without its query
/// @param query the first value of each parameter
/// @param authorization the header, empty if there is none
record AdminRequest(String method, String path, Map<String, String> query, String authorization) {
  String parameter(String name) {
    return query.getOrDefault(name, "");
  }
}
