using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Storage.Tests;

public sealed class ModelTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void Migrations_OfEachDatabase_MatchTheModel(DatabaseProvider provider)
    {
        using var context = Make(provider);
        var snapshot = context.GetService<IMigrationsAssembly>().ModelSnapshot?.Model;
        Assert.NotNull(snapshot);
        if (snapshot is IMutableModel mutable) snapshot = mutable.FinalizeModel();
        var then = context.GetService<IModelRuntimeInitializer>().Initialize(snapshot, designTime: true).GetRelationalModel();
        var now = context.GetService<IDesignTimeModel>().Model.GetRelationalModel();

        var pending = context.GetService<IMigrationsModelDiffer>().GetDifferences(then, now);

        Assert.Empty(pending.Select(o => o.GetType().Name));
        Assert.NotEmpty(context.Database.GetMigrations());
    }

    [Fact]
    public void SqlServer_Script_HasTheTablesIndexesAndPrecisionOfTheModel()
    {
        using var context = Make(DatabaseProvider.SqlServer);
        var script = context.Database.GenerateCreateScript();

        foreach (var table in context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables)
        {
            Assert.Contains($"CREATE TABLE [{table.Name}]", script, StringComparison.Ordinal);
            foreach (var index in table.Indexes)
                Assert.Contains($"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX [{index.Name}] ON [{table.Name}]", script, StringComparison.Ordinal);
        }

        Assert.Contains("[Value] decimal(19,4) NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("[PeriodEnd] datetime2(3) NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("[SenderId] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL", script, StringComparison.Ordinal);
        Assert.Contains("ON [Observations] ([FeedId], [SenderId]) WHERE [SenderId] IS NOT NULL", script, StringComparison.Ordinal);
        Assert.DoesNotContain("float", script, StringComparison.Ordinal);
        Assert.DoesNotContain("datetimeoffset", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Wrong_AreNamedAllAtOnce()
    {
        var result = new ValidateDatabaseOptions().Validate(Options.DefaultName, new()
        {
            Provider = DatabaseProvider.SqlServer,
            MaxBatchSize = 0,
            CommandTimeoutSeconds = 0,
            ChunkSize = 1,
        });

        Assert.Equal(["ConnectionString", "MaxBatchSize", "CommandTimeoutSeconds", "ChunkSize"], result.Failures!.Select(f => f.Split(' ')[0].Split(':')[2]));
        Assert.True(new ValidateDatabaseOptions().Validate(Options.DefaultName, new()).Succeeded);
    }

    private static IocDbContext Make(DatabaseProvider provider)
    {
        var builder = new DbContextOptionsBuilder<IocDbContext>();
        StorageServices.Use(builder, new DatabaseOptions { Provider = provider, ConnectionString = provider == DatabaseProvider.SqlServer ? "Server=none" : "" }, "");
        return new(builder.Options);
    }
}
