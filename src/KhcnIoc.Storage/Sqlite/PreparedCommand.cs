using Microsoft.Data.Sqlite;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>A statement compiled once; parameters are @0, @1, … in order.</summary>
internal sealed class PreparedCommand : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public PreparedCommand(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new SqliteParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = "@" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            _parameters[i].Value = DBNull.Value;
            _command.Parameters.Add(_parameters[i]);
        }
    }

    public PreparedCommand Set(int index, long value) => Put(index, value);

    public PreparedCommand Set(int index, long? value) => Put(index, value is { } v ? v : DBNull.Value);

    public PreparedCommand Set(int index, decimal value) => Put(index, (double)value);

    public PreparedCommand Set(int index, decimal? value) => Put(index, value is { } v ? (double)v : DBNull.Value);

    public PreparedCommand Set(int index, string value) => Put(index, value);

    public PreparedCommand SetOrNull(int index, string value) => Put(index, value.Length == 0 ? DBNull.Value : value);

    public int Execute() => _command.ExecuteNonQuery();

    public SqliteDataReader Read() => _command.ExecuteReader();

    public long? Scalar() => _command.ExecuteScalar() is long value ? value : null;

    public void Dispose() => _command.Dispose();

    private PreparedCommand Put(int index, object value)
    {
        _parameters[index].Value = value;
        return this;
    }
}
