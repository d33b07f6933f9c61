using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>What dotnet-ef makes migrations with; no database is opened.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<IocDbContext>
{
    public IocDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<IocDbContext>();
        StorageServices.Use(builder, new DatabaseOptions(), "");
        return new(builder.Options);
    }
}
