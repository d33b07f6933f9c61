using System.Globalization;
using KhcnIoc.Core.Packs;
using KhcnIoc.LoadTools;

// BigStore fill DIRECTORY [--rows 10000000] [--seed 1] [--until 2026-11-20] [--province dong-thap] [--pack dashboards]
// BigStore read DIRECTORY [--seed 1] [--times 200] [--province dong-thap] [--pack dashboards]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length < 2 || args[0] is not ("fill" or "read"))
{
    Console.Error.WriteLine("BigStore fill|read DIRECTORY [--rows N] [--seed N] [--until DAY] [--times N] [--province CODE] [--pack DIRECTORY]");
    return 2;
}

string Option(string name, string otherwise) => Array.IndexOf(args, "--" + name) is > 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
int Number(string name, int otherwise) => int.Parse(Option(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

var root = Path.GetFullPath(Option("pack", "dashboards"));
var files = Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories).Where(f => f.EndsWith(".yaml", StringComparison.Ordinal) || f.EndsWith(".json", StringComparison.Ordinal))
    .Select(f => new PackFile(Path.GetRelativePath(root, f).Replace('\\', '/'), File.ReadAllText(f))).ToList();
var loaded = PackLoader.Load(Option("province", "dong-thap"), files);
foreach (var error in loaded.Errors) Console.Error.WriteLine(error);
if (loaded.Pack is not { } pack) return 1;

var until = DateOnly.ParseExact(Option("until", "2026-11-20"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
if (args[0] == "fill") await Filling.RunAsync(pack, args[1], Number("rows", 10_000_000), Number("seed", 1), until);
else await Reads.RunAsync(pack, args[1], Number("seed", 1), Number("times", 200));
return 0;
