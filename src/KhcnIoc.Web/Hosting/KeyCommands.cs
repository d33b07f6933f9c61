using KhcnIoc.Core.Feeds;
using KhcnIoc.Storage;

namespace KhcnIoc.Web.Hosting;

/// <summary>Sub-commands that hand out and take back keys: <c>feed-key</c>, <c>view-key</c>, <c>feed-revoke</c>.</summary>
internal static class KeyCommands
{
    /// <summary>Runs the sub-command that the arguments name; <see langword="null"/> = they name none.</summary>
    /// <returns>0 done, 1 refused, 2 wrong words.</returns>
    public static async Task<int?> TryRunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Length == 0 || args[0] is not ("feed-key" or "view-key" or "feed-revoke")) return null;
        var words = args.Skip(1).Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (words.Length != 1 || !IsCode(words[0]))
        {
            await error.WriteLineAsync($"usage: {args[0]} CODE{(args[0] == "feed-key" ? " [--simulated]" : "")}   (CODE: lower-case letters, digits and hyphens, at most 60)");
            return 2;
        }

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory, Args = [.. args.Where(a => a.Contains('=', StringComparison.Ordinal))] });
        builder.Logging.ClearProviders();
        builder.AddIocCore();
        using var host = builder.Build();
        await host.Services.GetRequiredService<IStoreMigrator>().MigrateSchemaAsync(CancellationToken.None);
        var feeds = host.Services.GetRequiredService<IFeedStore>();
        var code = words[0];
        try
        {
            switch (args[0])
            {
                case "feed-revoke":
                    await error.WriteLineAsync($"{await feeds.RevokeKeysAsync(code, CancellationToken.None)} key(s) of {code} revoked");
                    break;
                case "view-key":
                    await feeds.RegisterAsync(code, code, simulated: false, CancellationToken.None);
                    await output.WriteLineAsync(await feeds.IssueKeyAsync(code, KeyPurpose.View, CancellationToken.None));
                    break;
                default:
                    await feeds.RegisterAsync(code, code, args.Contains("--simulated"), CancellationToken.None);
                    await output.WriteLineAsync(await feeds.IssueKeyAsync(code, KeyPurpose.Send, CancellationToken.None));
                    break;
            }
        }
        catch (FeedConflictException conflict)
        {
            await error.WriteLineAsync(conflict.Message);
            return 1;
        }

        return 0;
    }

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= 60 && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
