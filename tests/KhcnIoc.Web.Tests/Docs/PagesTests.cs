using System.Reflection;
using System.Text.RegularExpressions;
using KhcnIoc.Storage;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Hosting;

namespace KhcnIoc.Web.Tests.Docs;

/// <summary>Holds the README and the pages under docs/ against the program: a setting, file or code that one of them forgets fails here.</summary>
public sealed partial class PagesTests
{
    private static readonly string[] s_roots = ["src/", "tests/", "docs/", "dashboards/", "wwwroot-assets/", ".config/"];
    private static readonly string s_readme = Read("README.md");

    public static TheoryData<string> Pages() =>
        [.. Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(RepositoryFiles.Root, "README.md")).Append(Path.Combine(RepositoryFiles.Root, "tests/load/README.md"))
            .Select(path => Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public void Readme_Configuration_NamesEverySettingWithItsDefault()
    {
        var missing = Settings(typeof(IocOptions), "Ioc").Concat(Settings(typeof(DatabaseOptions), "Ioc__Database"))
            .Where(row => !s_readme.Contains(row, StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Readme_Configuration_NamesNoSettingThatIsNotThere()
    {
        var known = Settings(typeof(IocOptions), "Ioc").Concat(Settings(typeof(DatabaseOptions), "Ioc__Database")).Select(row => row.Split('`')[1]).ToHashSet();
        var unknown = SettingRow().Matches(s_readme).Select(m => m.Groups[1].Value).Where(key => !known.Contains(key)).ToList();

        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_LinksAndFiles_Exist(string page)
    {
        var text = Read(page);
        var folder = Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(page)!);

        var links = Link().Matches(text).Select(m => m.Groups[1].Value.Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains(':', StringComparison.Ordinal)).Select(link => Path.Combine(folder, link));
        var files = Named().Matches(text).Select(m => m.Groups[1].Value)
            .Where(name => s_roots.Any(root => name.StartsWith(root, StringComparison.Ordinal)) && !name.Contains("CODE", StringComparison.Ordinal));
        var missing = links.Where(path => !Path.Exists(path))
            .Concat(files.Where(name => !Path.Exists(Path.Combine(RepositoryFiles.Root, name)) && !Path.Exists(Path.Combine(folder, name)))).ToList();

        Assert.Empty(missing);
    }

    [Fact]
    public void Api_RejectionCodes_AreAllNamed()
    {
        string[] sources = ["src/KhcnIoc.Core/Feeds/ReadingParser.cs", "src/KhcnIoc.Core/Feeds/ReadingValidator.cs", "src/KhcnIoc.Storage/Observations/ObservationAppender.cs", "src/KhcnIoc.Web/Endpoints/ObservationEndpoints.cs"];
        var codes = sources.SelectMany(source => Code().Matches(Read(source)).Select(m => m.Groups[1].Value)).ToHashSet();
        var api = Read("docs/api.md");
        var unnamed = codes.Where(code => !api.Contains($"`{code}`", StringComparison.Ordinal)).ToList();

        Assert.Superset(new HashSet<string> { "unknown-indicator", "id-too-long", "malformed-csv", "too-fast" }, codes);
        Assert.Empty(unnamed);
    }

    // "| `Ioc__Intake__MaxRows` | 20000 |": key and default as the table's row begins; a computed or empty default is free.
    private static IEnumerable<string> Settings(Type type, string prefix)
    {
        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var (key, value) = ($"{prefix}__{property.Name}", property.GetValue(defaults));
            if (property.PropertyType is { IsClass: true } section && section != typeof(string))
            {
                foreach (var row in Settings(section, key)) yield return row;
                continue;
            }

            yield return value switch
            {
                "" => $"| `{key}` |",
                bool yes => $"| `{key}` | `{(yes ? "true" : "false")}` |",
                string or Enum => $"| `{key}` | `{value}` |",
                _ => FormattableString.Invariant($"| `{key}` | {value} |"),
            };
        }
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryFiles.Root, path));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([\w./-]+/[\w./-]*)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| `(Ioc__\w+)`", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    // Codes are the only texts of these files in this form.
    [GeneratedRegex("\"((?:[a-z]+-)+[a-z]+)\"")]
    private static partial Regex Code();
}
