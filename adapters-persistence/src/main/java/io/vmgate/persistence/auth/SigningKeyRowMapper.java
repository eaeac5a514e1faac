package io.vmgate.persistence.auth;

import io.vmgate.application.auth.SigningKeyBook.SigningKey;
import io.vmgate.persistence.RowMapping;
import org.mapstruct.Mapper;

@Mapper(config = RowMapping.class)
interface SigningKeyRowMapper {
  SigningKey toKey(SigningKeyRow row);

  SigningKeyRow toRow(SigningKey key);
}
